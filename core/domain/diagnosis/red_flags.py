"""What must never be played down: rules over the ideas of a description, which can only raise an urgency.

They are code and not data on purpose: no file, no answer of a model and no setting switches one off.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.diagnosis.description import Reading
from core.domain.diagnosis.finding import found, sign


class RedFlag(StrEnum):
    """The dangers. Values are stored and are part of the command line's interface."""

    BRAKES = "brakes"
    STEERING = "steering"
    FUEL_LEAK = "fuel_leak"
    SMOKE_FIRE = "smoke_fire"
    OIL_PRESSURE = "oil_pressure"
    OVERHEATING = "overheating"
    AIRBAG = "airbag"
    HIGH_VOLTAGE = "high_voltage"
    TYRE_BURST = "tyre_burst"
    CARBON_MONOXIDE = "carbon_monoxide"
    WHEEL_LOOSE = "wheel_loose"
    POWER_LOSS = "power_loss"
    RUNAWAY = "runaway"
    BONNET = "bonnet"
    SEATBELT = "seatbelt"
    TRAPPED = "trapped"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A red flag that was raised, and whether it forbids driving on."""

    flag: RedFlag
    stop: bool


_STOP: Final[dict[RedFlag, tuple[str, ...]]] = {
    RedFlag.BRAKES: (
        "brake soft|sink|floor|pump_up !braking_hard",
        "brake soft|floor|pump_up",
        "pedal soft|floor|pump_up|sink !clutch !accelerator_pedal",
        "pedal hard !clutch !accelerator_pedal !braking_hard",
        "brake hard !braking_hard !clutch",
        "brake_lever soft|sink|pump_up|floor|no_work|fail|weak|lost|hard",
        "no_brake",
        "slow_stop !noise",
        "pedal no_return_up !clutch|accelerator_pedal",
        "pumping !tyre|fuel|water|coolant|oil|start|clutch|accelerator_pedal|asked|fixed",
        "brake no_work|fail|lost|weak|no_respond|lock|burn|smoke|fire|overheat|missing|burst|dead_all|loose",
        "brake|pedal no_stop_verb !noise|squeal",
        (
            "no_stop_verb !noise|squeal|stall|leak|smoke|rough|engine|wiper|fan|horn|light|jerk|misfire"
            "|vibrate|charge|start"
        ),
        "pedal problem|fail|no_work|no_respond|dead_all !clutch|accelerator_pedal",
        "no_brake_fluid",
        "exclamation red|circle !steering_wheel|tyre|tpms",
        "brake_sit grind",
        "brake leak|empty",
        "brake_fluid leak|empty|lost|fail|light|problem|level",
        "brake_fluid wheel|tyre|everywhere|under_car !fixed|asked",
        "brake light red !brake_bulb",
        "brake light !bulb|brake_bulb|abs|squeal|noise|vibrate|orange",
        "brake message !bulb|brake_bulb",
        "brake stop_light",
        "brake light abs red|lit",
        "brake grind",
        "brake damaged",
        "brake assist_lost",
        "wheel overheat|burn !steering_wheel",
        "ages stop_verb|brake !stall|start|engine|wiper|noise",
        "brake|pedal|no_stop_verb danger !asked|fixed|fine",
        "stop_verb danger brake|pedal",
        "handbrake stop_verb vehicle|slow_stop",
        "press soft|floor|pump_up|dead_all !clutch|accelerator_pedal|start|horn|key|door|window|seat_heater",
        "pedal pressure !clutch|accelerator_pedal|tyre",
        "pedal stop_verb !clutch|accelerator_pedal|noise|squeal|engine|vibrate",
        "press stop_verb !start|horn|key|door|window|clutch|noise|squeal|light|engine",
        "wheel leak liquid !coolant|oil|water|steering_wheel|fork",
        "wheel smoke !steering_wheel|tyre|exhaust|clutch",
        "brake_part bulge",
        "brake_part damaged|fail|overheat|leak|missing|loose|burst|lock|danger|smoke !clutch|coolant|fuel|oil|turbo",
        "brake_bulb red handbrake|dash",
    ),
    RedFlag.STEERING: (
        "steering heavy_steer|hard|lock|fail|lost|no_work|no_respond|play|loose|missing|weak",
        "steering_wheel heavy_steer|hard|lock|play|loose|no_respond|fail|lost|missing|no_work",
        "power_steering no_work|fail|lost|problem|light|message|leak|empty|heavy_steer|lit",
        "steering light|message|stop_light",
        "no_steering",
        "hard_steer !clutch|gear",
        "wheel|steering_wheel|steering|power_steering no_turn !crank|engine|starter",
        "steering_wheel light|red",
        "steering_wheel crank",
        "no_power_steering",
        "steering_wheel exclamation",
        "steering_wheel wheel hard|heavy_steer",
        "assist_lost steering|steering_wheel",
        "assist_lost lost|fail|no_work !brake|pedal",
        "no_steer_fn",
        "heavy_steer turn",
        "steering_wheel|steer_fn dead_all|no_respond !start|horn|screen|crank",
        "wheel no_respond",
        "wheel|steering_wheel|steering respond weak",
        "dart !rev|gear|cruise",
        "wheel lock !wheel_nut|key|brake|handbrake",
        "no_turn right_left !light|indicator|engine|crank|key|fan|screen|wiper",
        "play turn !bearing|belt|fan|key|crank",
        "steering_wheel jump|come_off",
        "turn slow_stop",
        "steering_wheel spin|soft !wheel_nut|airbag",
        "steering_part fail|loose|play|missing|damaged|lock|danger|burst",
        "steering|steering_wheel danger !asked|fixed|fine",
    ),
    RedFlag.FUEL_LEAK: (
        "fuel smell !exhaust|wrong_fuel",
        "fuel leak|damaged",
        "fuel gas_in|steam !exhaust|coolant",
        "smell gas_in !exhaust",
        "tank leak|damaged|smell",
        "fuel under_car|everywhere|hood !smoke|black|noise|consumption",
        "fuel lost !power|range",
        "injector leak",
        "fuel danger smell|leak",
        "fuel_sender smell",
    ),
    RedFlag.SMOKE_FIRE: (
        "fire",
        "spark !spark_plug",
        "smoke hood|dash|cabin !exhaust",
        "smoke wheel|brake",
        "smoke electric_car|battery|charger",
        "smoke engine !exhaust|blue|black",
        "smoke !exhaust|blue|black|white|accelerate|startup|little|cold|oil_consumption|clutch|dpf",
        "smoke hood",
        "plastic overheat !clutch|engine|asked",
        "plastic|charger floor !footwell|pedal|asked",
        "burn plastic|cabin|dash|rubber|hood|vehicle|engine !clutch",
        "burn smell !clutch|oil|uphill",
        "smell plastic|rubber !clutch",
        "charger burn|overheat|smoke|black",
        "battery smoke|fire|burn|swollen|spark",
    ),
    RedFlag.OIL_PRESSURE: (
        "oil light !service_light|level",
        "oil light red",
        "oil_can",
        "oil pressure !tyre",
        "oil red lit|light|blink",
        "oil blink|lit !service_light|leak|level",
        "oil stop_light",
        "no_oil_stick",
        "oil light clunk|tick|click|rattle|noise",
        "oil lost engine|everywhere",
        "oil missing|burst !bulb|turbo|hose",
        "sump damaged|fail|burst|crash|danger",
        "oil red clunk|click|tick|noise|message !exhaust|coolant|level",
        "no_oil",
        "oil gauge|pressure sink|empty|red",
        "oil gauge lost|fail|no_work",
        "oil gush !asked|fixed|fuel|brake",
    ),
    RedFlag.OVERHEATING: (
        (
            "overheat engine|vehicle|temperature|coolant|gauge|light|accelerate|speed|uphill|idle !tyre"
            "|brake|wheel|seatbelt|seat_heater|clutch|gear|battery"
        ),
        (
            "overheat !brake|wheel|battery|charger|heater|cabin|warm_air|clutch|gear|tyre|ac|plastic|hood"
            "|dash|fan|seat_heater"
        ),
        "temperature red|up|light|stop_light|blink|problem !little",
        "temperature overheat",
        "coolant_light",
        "coolant lost !fixed|over|little|exhaust|slow|smoke",
        "coolant light|message|overheat|red|stop_light !level|heater",
        "gauge hot_air|hot_engine|overheat !fuel|oil|battery|rev|tyre|fixed|cold",
        "gauge red|up|floor !fuel|fuel_sender|oil|battery|rev",
        "steam hood|engine|coolant|vehicle !exhaust|cold|window",
        "steam !exhaust|cold|window|cabin|little|fog|ac|heater|fuel",
        "coolant steam",
        "no_coolant",
        "coolant burst|fail",
        "steam cold_air heater !window|fog",
        "steam hood",
        "water lost|burst engine|hose",
        "hose burst|fail|leak water|coolant|steam|everywhere !turbo|brake|brake_part|fuel|wiper|window",
        "coolant under_car|leak gauge|temperature|overheat",
        "coolant smoke|everywhere !exhaust",
    ),
    RedFlag.HIGH_VOLTAGE: (
        "high_voltage",
        "shock_electric",
        "electric_car electric_fault",
        "electric_fault stop_light",
        "electric_car battery overheat|smoke|burn|leak|swollen|fire|red|stop_light|crash|noise|damaged",
        "electric_car crash battery|under_car|damaged",
        "electric_car flood",
        "electric_car stop_light",
        "electric_car smoke|fire|burn",
        "electric_car light red",
        "battery overheat|swollen electric_car",
        "electric_car message stop_verb",
        "electric_car battery whistle|smell|hum|crash|damaged|flood|burst|danger",
        "electric_car flood|shock_electric",
    ),
    RedFlag.TYRE_BURST: (
        "tyre burst|flat|bulge|cords !slow|light",
        "tyre flat|burst|bulge|cords !slow",
        "tyre damaged !worn|rubber",
        "burst speed !engine|turbo|hose|bulb|brake|coolant",
        "burst traffic|moving !engine|turbo|hose|bulb|brake|brake_part|coolant|battery|screen",
        "flat tyre|wheel|speed !slow",
        "flat !battery|drain|slow|charge|engine|key|pedal|light",
        "wheel flat|bulge !slow",
        "bulge tyre|wheel",
        "hernia",
        "tyre|wheel empty|deflate sudden|speed !slow",
        "tyre|wheel deflate bump|crash !slow",
        "tyre plastic !smell|burn|smoke|hood|battery",
        "tyre danger|missing !asked|fixed|fine|light|spare",
    ),
    RedFlag.CARBON_MONOXIDE: (
        "exhaust cabin",
        "exhaust smell !egg|sweet|oil|white|black|blue",
        "exhaust headache",
        "gas_in cabin !heater",
        "gas_in smell cabin !heater|fuel",
        "headache smell|smoke|vehicle|speed|cabin|heater|gas_in !asked",
        "headache !asked",
        "carbon_monoxide",
        "smoke cabin exhaust",
    ),
    RedFlag.WHEEL_LOOSE: (
        "wheel loose|play|missing !steering_wheel|window|bulb|spare|trim",
        "wheel_nut loose|missing|fail|lost|noise",
        "wheel_nut wheel loose|missing|lost",
        "tyre loose|play|missing !light|message|spare",
        "wheel vibrate loose",
        "bearing play|loose|fail",
        "wheel vibrate clunk !steering_wheel",
        "wheel|bearing fail|tilt|danger !steering_wheel|asked|fixed|fine|window|bulb|light|sensor|abs",
        "wheel go_off !steering_wheel|light|lit|tpms|message",
        "wheel hold wheel_nut",
        "wheel|wheel_nut come_off !steering_wheel|trim|sensor",
        "wheel_nut damaged !oil|engine",
        "wheel side_move !steering_wheel|trim",
    ),
    RedFlag.RUNAWAY: (
        "accelerator_pedal held_open|no_return_up|floor !asked|fixed|clutch",
        "surges by_itself !cruise|idle|rough|asked|fixed|fan|screen",
        "runaway !asked|fixed",
        "rev_up no_go_off|no_stop_verb",
    ),
    RedFlag.BONNET: ("hood hood_up !smoke|steam|fire|asked|fixed|water|noise",),
}
# Dangerous, and yet the vehicle may be driven, gently, to where it is repaired.
# The harmless signs of brakes and of steering: with one of them, or work that was done, nothing more is assumed.
_HARMLESS: Final = "new|noise|squeal|vibrate|whistle|hum|click|clunk|creak|rattle|asked|fixed|fine|over"
_BRAKES_HARMLESS: Final = (
    f"{_HARMLESS}|rub|tick|bulb|brake_bulb|abs|stall|handbrake|cruise|jerk|misfire|sensor|clutch|gear|light"
)
# Dangerous, and yet the vehicle may be driven, gently, to where it is repaired. A complaint about brakes, steering or
# wheel nuts that names no harmless sign is taken seriously until somebody has looked.
_RAISE: Final[dict[RedFlag, tuple[str, ...]]] = {
    RedFlag.BRAKES: (
        "brake pull",
        "brake problem",
        "handbrake no_hold|no_work|fail",
        f"brake !{_BRAKES_HARMLESS}",
    ),
    RedFlag.STEERING: (
        "steering problem",
        f"steering !{_HARMLESS}|pull|turn|leak|bump",
        "steering_wheel problem|crunch|rub|jerk|rough",
        "vehicle no_hold !idle|charge|battery|speed|start|cold",
    ),
    RedFlag.OVERHEATING: ("temperature engine|gauge|light|message !asked|fine|over|ac|heater|cabin|cold|little",),
    RedFlag.AIRBAG: (
        "airbag light|lit|message|problem|no_go_off|deployed|red|orange|blink|fail|no_work",
        "airbag danger|sudden",
        "crash deployed",
    ),
    RedFlag.HIGH_VOLTAGE: ("electric_car battery problem|message|light",),
    RedFlag.POWER_LOSS: (
        "traffic cut_out|no_pull|no_power|limp !asked|fixed|screen|ac|light",
        "traffic engine|vehicle fail|dead_all !asked|fixed|screen|ac|light|tyre|brake|steering",
        "traffic dead_all engine|power|accelerate",
        "moving cut_out|no_power !asked|fixed|screen|ac|fan|heater|start",
    ),
    RedFlag.SEATBELT: (
        "seatbelt belt_fail|no_work|fail|loose|soft|missing|burst|no_hold !asked|fixed|fine|noise|little|trim",
    ),
    RedFlag.TRAPPED: ("living shut_in !asked|seatbelt", "living no_open_close cabin !asked|window"),
}


def red_flags(reading: Reading) -> tuple[Alarm, ...]:
    """Raise every red flag of a description, in the order in which they are listed."""
    raised = []
    for flag in RedFlag:
        if any(found(sign(rule), reading) for rule in _STOP.get(flag, ())):
            raised.append(Alarm(flag, stop=True))
        elif "problem" in reading.denied:
            continue
        elif any(found(sign(rule), reading) for rule in _RAISE.get(flag, ())):
            raised.append(Alarm(flag, stop=False))
    return tuple(raised)
