"""Pure rules: no input or output, no clock, no framework. Time comes in as an argument, decisions go out as values."""
