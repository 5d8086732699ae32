//! AMM.
