//! Resampling intervals for statistics of grouped integer codes.
