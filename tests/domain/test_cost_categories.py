from core.domain.cost_categories import CATEGORIES, CostCategory, category_of
from core.domain.service_types import ServiceType


def test_every_service_has_its_category():
    assert set(CATEGORIES) == set(ServiceType)


def test_most_services_decide_and_of_equals_the_first():
    oil, tyres, wheels = ServiceType.OIL_CHANGE, ServiceType.TYRES, ServiceType.WHEEL_ALIGNMENT
    assert category_of([oil, tyres, wheels]) is CostCategory.TYRES
    assert category_of([oil, tyres]) is CostCategory.MAINTENANCE
    assert category_of([tyres, oil]) is CostCategory.TYRES
    assert category_of([]) is CostCategory.OTHER
