"""Dangers that a description may tell of without saying so clearly: one question each is better than silence.

Where the red flags ask "is it certain?", this asks "is it ruled out?". A part that keeps people safe, and with it
either a word of trouble or no word that explains it harmlessly, is a doubt. What is over or fine does not take a word
of trouble away here: that may have been misread.
"""

from typing import Final

from core.domain.diagnosis.description import Reading
from core.domain.diagnosis.finding import found, sign
from core.domain.diagnosis.red_flags import RedFlag

_TROUBLE: Final = (
    "fail|lost|weak|no_work|no_respond|damaged|danger|missing|loose|play|lock|burst|dead_all|leak|empty|smoke|burn|fire"
)
# Who asks a price, wants to be reminded or tells what was bought or done is in no danger.
_CALM: Final = "asked|fixed"
_QUIET: Final = f"{_CALM}|fine|over|used_to|new|spare"
_NOISES: Final = "noise|squeal|whistle|hum|click|clunk|creak|rattle|tick|rub|vibrate"
_STOPPING: Final = "brake|brake_part|brake_lever"
_HALTING: Final = "stop_verb|slow_stop|no_stop_verb"
_BRAKES: Final = f"{_QUIET}|{_NOISES}|bulb|brake_bulb|handbrake|abs|cruise|sensor|stall|jerk|clutch|gear|light"
_DRIVING: Final = "start|stall|power|exhaust|misfire|jerk|accelerate|startup|cold|rough|limp|rev|speed|idle|uphill"
_TANK: Final = "consumption|range|fuel_sender|gauge|fuel_cap|wrong_fuel|adblue|injector|egr|dpf|screen|empty|turbo"
_FUEL: Final = f"{_QUIET}|{_DRIVING}|{_TANK}"
_ROLLING: Final = "squeal|hum|vibrate|rub|noise"
_AIR: Final = "worn|slow|tpms|tyre_pressure|level|inner_edge|light|nail|little|pressure|winter"
_TYRE: Final = f"{_QUIET}|{_ROLLING}|{_AIR}"

# For each danger: signs that leave it open. Those with `!` say what would explain them.
_OPEN: Final[dict[RedFlag, tuple[str, ...]]] = {
    RedFlag.BRAKES: (
        f"{_STOPPING}|brake_fluid {_TROUBLE}|slow_stop|soft|floor|sink|hard|level !{_CALM}|bulb|brake_bulb",
        f"{_STOPPING} !{_BRAKES}",
        f"pedal !{_QUIET}|clutch|accelerator_pedal|{_NOISES}|gear",
        f"{_HALTING} danger|weak|handbrake|ages|downhill|fail|no_work|hard !asked|engine|start|wiper",
        "both_hands stop_verb|brake|pedal !asked|fixed",
        "handbrake stop_verb|downhill|brake !asked|light|noise|fixed|fine",
        f"exclamation !{_CALM}|tyre|tpms",
    ),
    RedFlag.STEERING: (
        f"steering|power_steering|steering_part {_TROUBLE}|heavy_steer|hard|soft|sudden|weak !asked",
        f"steering_wheel {_TROUBLE}|heavy_steer|hard|soft|sudden|pull !asked|airbag",
        f"steering|power_steering|steering_part !{_QUIET}|{_NOISES}|pull|turn|leak|bump",
        f"steering_wheel !{_QUIET}|{_NOISES}|airbag|seat_heater|horn|cruise|trim|screen",
        "steering_wheel vibrate pull|deep|danger|hard|sudden",
        "heavy_steer|hard_steer|assist_lost|dart !asked|fixed",
        f"steer_fn|turn hard|no_work|both_hands|lock !{_QUIET}|engine|key|start|crank|screen",
        "both_hands hard|turn|steering_wheel|hold",
        "steering_wheel|steering crash|bump|clunk again !asked|fixed",
        "pull hold|steering_wheel|sudden|danger !fixed|asked|brake",
    ),
    RedFlag.FUEL_LEAK: (
        f"fuel liquid|under_car|cabin|water|headache|danger|leak|damaged !{_CALM}|consumption|fuel_cap",
        f"fuel|tank|wrong_fuel smell|leak|gas_in !{_CALM}",
        f"fuel|tank !{_FUEL}",
        "tank damaged|fail|missing|water !asked",
    ),
    RedFlag.SMOKE_FIRE: (
        f"smoke|fire|spark !{_CALM}|exhaust|blue|black|white|bulb|screen|cold|startup|clutch",
        f"burn !{_CALM}|bulb|screen|clutch|accelerate|dim|headlight|horn|oil_consumption",
    ),
    RedFlag.OIL_PRESSURE: (
        f"oil clunk|tick|noise|click|light|lit|danger|empty|fail|red|message !{_CALM}|over|service_light|level",
        f"oil_can !{_CALM}",
        "pressure light|red|engine|message|lost !tyre|tpms|tyre_pressure|turbo|asked|fixed",
    ),
    RedFlag.OVERHEATING: (
        f"temperature|overheat !{_CALM}|over|used_to|ac|heater|cabin|cold|warm_air|cool_air|seat_heater|fine|range",
        f"coolant {_TROUBLE}|overheat|level|light|under_car|smell !{_CALM}|heater",
        f"steam|gauge hood|engine|up|red|danger !{_CALM}|fuel|fuel_sender|exhaust|cold|window",
    ),
    RedFlag.AIRBAG: ("airbag !asked|fixed|past",),
    RedFlag.HIGH_VOLTAGE: (
        f"electric_car message|danger|noise|smell|problem|dead_all|light|limp|leak|crash|flood|stop_verb|red !{_CALM}",
        "electric_car water !fixed|asked|window|rain|leak",
        "electric_fault danger|red|message|stop_verb|light !asked|fixed",
        f"battery overheat|swollen|crash|leak|smell|smoke|burn|flood !{_CALM}",
    ),
    RedFlag.TYRE_BURST: (
        f"tyre {_TROUBLE}|bulge|egg|cords|sudden|tilt|worn|danger !asked|fixed|tpms",
        f"tyre !{_TYRE}",
        "burst !asked|fixed|hose|turbo|bulb|coolant|battery|engine|screen|window|fuse|airbag",
        "cords !asked|fixed|electric_fault|dash|fuse",
        "wheel bulge|egg|burst|damaged|empty|deflate|flat|cords !asked|fixed|steering_wheel|slow",
    ),
    RedFlag.CARBON_MONOXIDE: (
        f"exhaust cabin|smell|headache|heater !{_CALM}|egg|sweet|blue|white|black",
        f"gas_in cabin|smell|heater|headache !{_CALM}|fuel",
        "gas_in exhaust !asked|fixed|dpf|white|black|blue|smell",
        "headache vehicle|cabin|smell|speed|heater|exhaust !asked",
    ),
    RedFlag.WHEEL_LOOSE: (
        f"wheel {_TROUBLE}|tilt|spin|side_move|danger|clunk !steering_wheel|asked|fixed|window|spare",
        f"wheel !{_QUIET}|{_NOISES}|steering_wheel|turn|lock|slow|flat|smell|window|damaged|rust|speed|abs|tyre",
        f"wheel_nut|bearing {_TROUBLE} !asked|fixed",
        f"wheel_nut !{_QUIET}|engine|oil",
        "wheel|tyre|wheel_nut fixed again vibrate|clunk|rattle|noise|click|side_move !asked",
    ),
    RedFlag.RUNAWAY: ("pedal held_open !brake|clutch|asked|fixed", "accelerator_pedal lock|no_work|fail !asked|fixed"),
    RedFlag.SEATBELT: ("seatbelt lock|no_work|fail|damaged|open_close|come_off !asked|fixed",),
}
# Who says that it does not smell, smoke or run hot has answered already.
_DENIED: Final = {
    RedFlag.FUEL_LEAK: frozenset({"smell", "leak"}),
    RedFlag.SMOKE_FIRE: frozenset({"smoke", "burn", "fire"}),
    RedFlag.OVERHEATING: frozenset({"overheat", "steam"}),
}


def doubts(reading: Reading, raised: tuple[RedFlag, ...]) -> tuple[RedFlag, ...]:
    """The dangers that a description leaves open, besides those that were raised."""
    whole = reading.whole or reading
    denied = {flag for flag, signs in _DENIED.items() if signs & reading.denied}
    return tuple(
        flag
        for flag, rules in _OPEN.items()
        if flag not in raised and flag not in denied and any(found(sign(rule), whole) for rule in rules)
    )
