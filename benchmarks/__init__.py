"""The measuring side: oracles, fuzzing and timing. It calls the judge as a black box and never proves with it."""
