//! Lays out finished numbers as tables, figures and one HTML page, and computes nothing.
