//! Reads World Values Survey wave 7 files into survey-model values.
