//! Reads European Social Survey codebook and microdata files into survey-model values.
