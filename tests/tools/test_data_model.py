from tools.data_model import PAGE, page


def test_the_picture_of_the_data_is_as_the_models_are():
    assert PAGE.read_text("utf-8") == page(), "run python -m tools.data_model"
