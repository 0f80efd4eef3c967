from hypothesis import settings

# The machine that runs the tests is shared: how long one example took says nothing.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
