//! Reduces repeated answers to a consensus and scores its agreement with respondents.
