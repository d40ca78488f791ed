//! Figure 1: the workflow, with a real prompt and a real reply of this run.

use std::ops::Range;

use survey_model::{Answer, Consensus, GroupScore, ItemScore, OptionCode};

use crate::{
    FactorInfo, FactorKind, ItemInfo, ReportError,
    font::{FontWeight, Fonts},
    frame::{Figure, Frame, MARGIN},
    index::Index,
    number::fixed,
    palette::mark_style,
    svg::{Anchor, INK, Look, MUTED, Stroke, Svg, TextStyle},
};

const WIDTH: f64 = 1000.0;
const BOX: f64 = 300.0;
const GAP: f64 = (WIDTH - 2.0 * MARGIN - 3.0 * BOX) / 2.0;
const PAD: f64 = 12.0;
const TEXT: TextStyle = TextStyle::new(10.5);
const LINE_HEIGHT: f64 = 13.5;
const LINES_MAX: usize = 24;

/// What the figure shows: one repetition and what became of it.
struct Example<'a> {
    model: usize,
    item: &'a ItemInfo,
    prompt: &'a str,
    reply: &'a str,
    answer: &'a Answer,
    code: OptionCode,
    consensus: &'a Consensus,
    factor: &'a FactorInfo,
    /// Groups of the factor with their mean and score on the item.
    groups: Vec<(&'a GroupScore, &'a ItemScore)>,
}

/// The figure; `None` if the run has no reply that was read, or no score for it.
pub(crate) fn figure_1(index: &Index<'_>, fonts: &Fonts) -> Result<Option<Figure>, ReportError> {
    let Some(example) = example(index) else { return Ok(None) };
    let label = &index.results.models[example.model].label;
    let frame = Frame {
        results: index.results,
        fonts,
        width: WIDTH,
        title: "From a question to a score".into(),
        note: format!(
            "Item {}, {label}, repetition {}: prompt and reply are those of this run, word for word; [...] marks what is left out for space.",
            example.item.id, example.answer.repetition
        ),
    };
    let mut svg = Svg::default();
    let top = frame.title(&mut svg) - 4.0;
    let span = example.answer.span.map_or(0..0, |(from, to)| from as usize..to as usize);
    let left = |column: usize| MARGIN + column as f64 * (BOX + GAP);
    let prompt = passage(fonts, example.prompt, 0..0);
    let reply = passage(fonts, example.reply, span);
    let height = (prompt.len().max(reply.len()) as f64 * LINE_HEIGHT).max(190.0) + 2.0 * PAD + 20.0;
    let heads = ["1 · Prompt", "2 · Reply", "3 · Answer and score"];
    for (column, head) in heads.into_iter().enumerate() {
        draw_box(&mut svg, head, left(column), top, height);
        if column > 0 {
            arrow(&mut svg, left(column) - GAP, left(column), top + height / 2.0);
        }
    }
    draw_passage(&mut svg, fonts, &prompt, left(0), top);
    draw_passage(&mut svg, fonts, &reply, left(1), top);
    draw_score(&mut svg, fonts, &example, left(2), top);
    Ok(Some(frame.finish(svg, "figure1".into(), top + height + 6.0)))
}

/// The shortest reply that chose its item's consensus and whose words are at hand; the first of several.
fn example<'a>(index: &Index<'a>) -> Option<Example<'a>> {
    let results = index.results;
    let factor = *index.factors(FactorKind::SocioDemographic).first()?;
    let mut best: Option<Example<'a>> = None;
    for reply in &results.replies {
        if best.as_ref().is_some_and(|best| best.reply.len() <= reply.text.len())
            || reply.text.len() < 80
        {
            continue;
        }
        let find = || {
            let answer = results.answers.iter().find(|answer| {
                answer.model == reply.model
                    && answer.item == reply.item
                    && answer.repetition == reply.repetition
            })?;
            let consensus = results
                .consensus
                .iter()
                .find(|consensus| consensus.model == reply.model && consensus.item == reply.item)?;
            let code = answer.outcome.chosen().filter(|code| consensus.code == Some(*code))?;
            answer.span?;
            let model = results.models.iter().position(|model| model.name == reply.model)?;
            let groups = factor.known_groups().filter_map(|group| {
                let score = index.score(model, factor, &group.group)?;
                let row = results.item_scores.iter().find(|row| {
                    row.model == reply.model
                        && row.factor == factor.name
                        && row.group == group.group
                        && row.item == reply.item
                });
                Some((score, row.filter(|row| row.mean.is_some() && row.score.is_some())?))
            });
            Some(Example {
                model,
                item: results.items.iter().find(|item| item.id == reply.item)?,
                prompt: &results.prompts.iter().find(|prompt| prompt.id == reply.prompt)?.text,
                reply: &reply.text,
                answer,
                code,
                consensus,
                factor,
                groups: groups.take(3).collect(),
            })
        };
        best = find().filter(|example| !example.groups.is_empty()).or(best);
    }
    best
}

/// One line of a passage and the part of it that is highlighted, in bytes of the line.
struct PassageLine<'a> {
    text: &'a str,
    highlight: Range<usize>,
}

/// A text broken to the box, cut after `LINES_MAX` lines but never before the highlighted part.
fn passage<'a>(fonts: &Fonts, text: &'a str, highlight: Range<usize>) -> Vec<PassageLine<'a>> {
    let lines = fonts.lines(text, TEXT.size, FontWeight::Regular, BOX - 2.0 * PAD);
    let within = |line: &Range<usize>| {
        let start = highlight.start.clamp(line.start, line.end) - line.start;
        start..(highlight.end.clamp(line.start, line.end) - line.start).max(start)
    };
    let whole = lines.len();
    let last = lines.iter().rposition(|line| line.start < highlight.end).unwrap_or(0);
    let first = if last + 1 > LINES_MAX { last + 2 - LINES_MAX } else { 0 };
    let mut passage: Vec<_> = lines
        .into_iter()
        .skip(first)
        .take(LINES_MAX)
        .map(|line| PassageLine { highlight: within(&line), text: &text[line] })
        .collect();
    let cut = || PassageLine { text: "[...]", highlight: 0..0 };
    if first > 0 {
        passage.insert(0, cut());
    }
    if first + LINES_MAX < whole {
        passage.push(cut());
    }
    passage
}

fn draw_box(svg: &mut Svg, head: &str, left: f64, top: f64, height: f64) {
    svg.rect((left, top), (BOX, height), Look { fill: "#f7f9fa", stroke: "#c6ced6", radius: 6.0 });
    let style = TextStyle::new(11.5).bold();
    svg.text(left + PAD, top + 20.0, style, head);
}

fn arrow(svg: &mut Svg, from: f64, to: f64, y: f64) {
    svg.line((from + 6.0, y), (to - 10.0, y), Stroke { colour: MUTED, width: 1.6, dashed: false });
    svg.mark((to - 6.0, y), "M-6,-5L2,0L-6,5z", MUTED);
}

fn draw_passage(svg: &mut Svg, fonts: &Fonts, lines: &[PassageLine<'_>], left: f64, top: f64) {
    let mut y = top + 20.0 + PAD + 10.0;
    for line in lines {
        let width = |text: &str| fonts.width(text, TEXT.size, FontWeight::Regular);
        if !line.highlight.is_empty() {
            let x = left + PAD + width(&line.text[..line.highlight.start]);
            let size = (width(&line.text[line.highlight.clone()]) + 4.0, 14.0);
            svg.rect(
                (x - 2.0, y - 10.5),
                size,
                Look { fill: "#FFE08A", stroke: "none", radius: 2.0 },
            );
        }
        svg.text(left + PAD, y, TEXT, line.text);
        y += LINE_HEIGHT;
    }
}

/// The third box: what was read, the vote, and two or three groups on the item's scale.
fn draw_score(svg: &mut Svg, fonts: &Fonts, example: &Example<'_>, left: f64, top: f64) {
    let room = BOX - 2.0 * PAD;
    let mut y = top + 20.0 + PAD + 10.0;
    let mut say = |svg: &mut Svg, style: TextStyle, text: &str| {
        for line in fonts.lines(text, style.size, style.weight, room) {
            svg.text(left + PAD, y, style, &text[line]);
            y += LINE_HEIGHT;
        }
        y
    };
    let rule = example.answer.rule.as_ref().map_or(String::new(), |rule| format!(" (rule {rule})"));
    let meaning =
        example.item.scale.label(example.code).filter(|label| *label != example.code.to_string());
    let meaning = meaning.map_or(String::new(), |label| format!(", {label}"));
    say(svg, TEXT, &format!("Read as {}{meaning}{rule}.", example.code));
    let votes = example.consensus;
    let vote = format!(
        "{} of {} repetitions chose; {} of them chose {}: the model's consensus.",
        votes.voting, votes.repetitions, votes.agreeing, example.code
    );
    say(svg, TEXT, &vote);
    let head = format!("{}: mean answers on the scale", example.factor.label);
    let y = say(svg, TEXT.bold(), &head) + 18.0;
    draw_scale(svg, example, left + PAD + 10.0, room - 20.0, y);
    let mut y = y + 40.0;
    for (at, (group, row)) in example.groups.iter().enumerate() {
        let (mean, score) = (row.mean.unwrap_or_default(), row.score.unwrap_or_default());
        let look = mark_style(at + 1);
        svg.mark((left + PAD + 5.0, y - 3.6), look.path, look.colour);
        let sum = format!(
            "1 \u{2212} |{} \u{2212} {}| / {} = {}",
            fixed(mean, 2),
            example.code,
            example.item.scale.width(),
            fixed(score, 3)
        );
        for line in fonts.lines(&group.label, TEXT.size, FontWeight::Regular, room - 150.0) {
            svg.text(left + PAD + 16.0, y, TEXT, &group.label[line]);
            y += LINE_HEIGHT;
        }
        svg.text(left + BOX - PAD, y - LINE_HEIGHT, TEXT.anchor(Anchor::End), &sum);
        y += 3.0;
    }
    let style = TextStyle::new(10.0).fill(MUTED);
    let last = "A group's score is the mean over all items.";
    svg.text(left + PAD, y + 6.0, style, last);
}

/// The item's scale with the consensus above and the groups' means below.
fn draw_scale(svg: &mut Svg, example: &Example<'_>, left: f64, width: f64, y: f64) {
    let scale = &example.item.scale;
    let lowest = f64::from(scale.lowest().0);
    let x = |code: f64| left + (code - lowest) / f64::from(scale.width()) * width;
    let ink = Stroke { colour: INK, width: 1.0, dashed: false };
    svg.line((left, y), (left + width, y), ink);
    for option in scale.options() {
        let x = x(f64::from(option.code.0));
        svg.line((x, y - 3.0), (x, y + 3.0), ink);
        let style = TextStyle::new(9.0).fill(MUTED).anchor(Anchor::Middle);
        svg.text(x, y + 22.0, style, &option.code.to_string());
    }
    let look = mark_style(0);
    let consensus = x(f64::from(example.code.0));
    svg.mark((consensus, y - 8.0), "M0,5L-4.5,-3H4.5z", look.colour);
    let style = TextStyle::new(9.0).fill(MUTED).anchor(Anchor::Middle);
    svg.text(consensus, y - 14.0, style, "the model");
    for (at, (_, row)) in example.groups.iter().enumerate() {
        let look = mark_style(at + 1);
        svg.mark((x(row.mean.unwrap_or_default()), y + 8.0), look.path, look.colour);
    }
}
