//! The codebook facts that come with the crate, so that the default run needs no download.

use std::sync::LazyLock;

use survey_model::Codebook;

static SHIPPED: LazyLock<Codebook> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/ess11-codebook.json"))
        .expect("the shipped codebook is read by a test")
});

/// The variables of ESS round 11 that the paper's study needs, as the portal's codebooks describe them.
///
/// 53 items, 12 factor variables, the climate form `admrclc`, `rlgblg`, `eisced`, country, key, weights and
/// design variables. Question wording © ESS ERIC, CC BY-SA 4.0: see `data/NOTICE.md`.
///
/// ```
/// let trust = ess_codebook::shipped().variable("ppltrst").expect("an item of the study");
/// assert_eq!(trust.categories[0].label, "You can't be too careful");
/// ```
#[must_use]
pub fn shipped() -> &'static Codebook {
    &SHIPPED
}
