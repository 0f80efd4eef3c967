"""Which language model is asked, by the settings."""

from core.assistant_port import Assistant
from core.services.ai_spending import Rates
from core.settings import Settings


def assistant_of(settings: Settings) -> Assistant | None:
    """The model that the settings name; a local server may need no key."""
    if settings.openai_api_key is None and settings.openai_base_url is None:
        return None
    # Imported where it is configured: the library costs half a second at the start.
    from core.gateways.openai_assistant import OpenAIAssistant, mode_for

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key is not None else "none"
    mode = mode_for(settings.openai_base_url, settings.openai_mode)
    return OpenAIAssistant(key, settings.openai_model, settings.openai_base_url, mode)


def rates_of(settings: Settings) -> Rates:
    """Prices and ceilings."""
    return Rates(
        settings.openai_price_in, settings.openai_price_out, settings.ai_monthly_budget, settings.ai_person_budget
    )
