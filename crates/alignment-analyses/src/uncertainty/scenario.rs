//! Which sources vary in a scenario.

/// A source of uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// Who was asked.
    Respondents,
    /// Which questions were asked.
    Questions,
    /// What the model happened to reply.
    Repetitions,
    /// What its replies were read as.
    Extraction,
}

impl Source {
    /// Every source, in display order.
    pub(crate) const ALL: [Self; 4] =
        [Self::Respondents, Self::Questions, Self::Repetitions, Self::Extraction];

    /// Its name in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Respondents => "respondents",
            Self::Questions => "questions",
            Self::Repetitions => "repetitions",
            Self::Extraction => "extraction",
        }
    }
}

/// Which draw of a source a scenario takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// What was observed.
    Observed,
    /// The replicate's own draw.
    Own,
    /// The draw of the next replicate, of the first one after the last.
    Next,
}

impl Take {
    /// The replicate whose draw is taken, if one is.
    pub(crate) fn replicate(self, own: usize, replicates: usize) -> Option<usize> {
        match self {
            Self::Observed => None,
            Self::Own => Some(own),
            Self::Next => Some((own + 1) % replicates),
        }
    }
}

/// What each source does, in the order of [`Source::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scenario(pub(crate) [Take; 4]);

impl Scenario {
    /// All sources vary.
    pub(crate) const TOGETHER: Self = Self([Take::Own; 4]);

    /// One source varies, and the others are as observed.
    pub(crate) fn alone(source: Source) -> Self {
        let mut takes = [Take::Observed; 4];
        takes[source as usize] = Take::Own;
        Self(takes)
    }

    /// All sources vary, and this one is drawn once more: the others agree with those of [`Scenario::TOGETHER`] in the
    /// replicate of [`Scenario::partner`].
    ///
    /// The means of the respondents' draws are by far the largest numbers, so they stay where they are, and the
    /// others move.
    pub(crate) fn redrawn(source: Source) -> Self {
        match source {
            Source::Respondents => Self([Take::Own, Take::Next, Take::Next, Take::Next]),
            other => {
                let mut takes = [Take::Own; 4];
                takes[other as usize] = Take::Next;
                Self(takes)
            }
        }
    }

    /// The replicate of [`Scenario::TOGETHER`] with which replicate `own` of `redrawn(source)` differs in this source only.
    pub(crate) fn partner(source: Source, own: usize, replicates: usize) -> usize {
        match source {
            Source::Respondents => (own + 1) % replicates,
            _ => own,
        }
    }

    /// What a source does.
    pub(crate) fn of(self, source: Source) -> Take {
        self.0[source as usize]
    }

    /// Together, then each source alone, then each source redrawn.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let alone = Source::ALL.into_iter().map(Self::alone);
        std::iter::once(Self::TOGETHER)
            .chain(alone)
            .chain(Source::ALL.into_iter().map(Self::redrawn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redrawn_source_is_all_that_differs_from_the_partner() {
        for source in Source::ALL {
            for own in 0..5 {
                let partner = Scenario::partner(source, own, 5);
                for other in Source::ALL {
                    let taken = Scenario::redrawn(source).of(other).replicate(own, 5);
                    assert_eq!(taken == Some(partner), other != source, "{source:?} {own}");
                }
            }
        }
    }
}
