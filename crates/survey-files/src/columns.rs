//! The columns of one part of a file, and of the whole.

use std::collections::BTreeMap;

use survey_model::{Microdata, MicrodataError, NumberColumn, TextColumn, VariableName};

use crate::cell::{self, Cell};
use crate::identifiers::Identifiers;
use crate::layout::Constants;
use crate::plan::{KnownCountries, Plan, Role, Slot, option_code};
use crate::{CellProblem, FileError, Place, Request};

/// The cells that were read of one slot.
#[derive(Debug)]
enum Column {
    Country {
        levels: Vec<String>,
        cells: Vec<u32>,
    },
    Respondent(Vec<i64>),
    /// The value that stands in each row, and the first row that has it.
    Constant(Option<(String, u64)>),
    Number(NumberColumn),
    Identifier(Identifiers),
    Code(Vec<i32>),
}

/// What was read of a run of rows: one column per slot of the plan, and the place of each row.
#[derive(Debug)]
pub(crate) struct Columns {
    columns: Vec<Column>,
    /// Lines of a text file, positions in a binary one.
    places: Vec<u64>,
    /// Turns one of `places` into the place that errors show.
    place: fn(u64) -> Place,
}

impl Columns {
    pub(crate) fn new(plan: &Plan, place: fn(u64) -> Place) -> Self {
        let column = |role: &Role| match role {
            Role::Country(_) => Column::Country { levels: Vec::new(), cells: Vec::new() },
            Role::Respondent => Column::Respondent(Vec::new()),
            Role::Constant(_) => Column::Constant(None),
            Role::Number => Column::Number(Vec::new()),
            Role::Identifier => Column::Identifier(Identifiers::default()),
            Role::Code(_) => Column::Code(Vec::new()),
        };
        let columns = plan.slots.iter().map(|slot| column(&slot.role)).collect();
        Self { columns, places: Vec::new(), place }
    }

    /// Reads a cell of the row at `place` into the column of a slot.
    #[inline]
    pub(crate) fn push(
        &mut self,
        slot: usize,
        role: &Role,
        cell: Cell<'_>,
        place: u64,
    ) -> Result<(), CellProblem> {
        match (&mut self.columns[slot], role) {
            (Column::Code(cells), Role::Code(known)) => cells.push(cell::code(cell, known)?),
            (Column::Number(cells), _) => cells.push(cell::weight(cell)?),
            (Column::Identifier(cells), _) => cells.push(cell),
            (Column::Respondent(cells), _) => cells.push(cell::respondent(cell)?),
            (Column::Country { levels, cells }, Role::Country(known)) => {
                push_country(levels, cells, cell, known)?;
            }
            (Column::Constant(first), _) => {
                return check_constant(first, cell, place, self.place);
            }
            _ => unreachable!("each column was made for the role of its slot"),
        }
        Ok(())
    }

    /// Ends a row.
    #[inline]
    pub(crate) fn end_row(&mut self, place: u64) {
        self.places.push(place);
    }

    /// Adds the rows that follow; `offset` is added to their places.
    pub(crate) fn append(
        &mut self,
        next: Self,
        offset: u64,
        plan: &Plan,
        request: &Request<'_>,
    ) -> Result<(), FileError> {
        for ((column, more), slot) in self.columns.iter_mut().zip(next.columns).zip(&plan.slots) {
            match (column, more) {
                (Column::Code(cells), Column::Code(more)) => cells.extend(more),
                (Column::Number(cells), Column::Number(more)) => cells.extend(more),
                (Column::Identifier(cells), Column::Identifier(more)) => cells.append(more),
                (Column::Respondent(cells), Column::Respondent(more)) => cells.extend(more),
                (
                    Column::Country { levels, cells },
                    Column::Country { levels: names, cells: more },
                ) => {
                    let level: Vec<u32> = names.iter().map(|name| level_of(levels, name)).collect();
                    cells.extend(more.iter().map(|&cell| level[cell as usize]));
                }
                (Column::Constant(first), Column::Constant(Some((value, place)))) => {
                    let place = place + offset;
                    let text = Cell::Text(value.as_bytes());
                    check_constant(first, text, place, self.place).map_err(|problem| {
                        cell_error(problem, text, (self.place)(place), slot, request)
                    })?;
                }
                (Column::Constant(_), Column::Constant(None)) => {}
                _ => unreachable!("both were made for one plan"),
            }
        }
        self.places.extend(next.places.iter().map(|place| place + offset));
        Ok(())
    }

    /// Joins the columns.
    pub(crate) fn finish(self, plan: &Plan, request: &Request<'_>) -> Result<Microdata, FileError> {
        let Self { columns, places, place } = self;
        let mut countries = TextColumn::default();
        let mut ids = Vec::new();
        let mut codes = BTreeMap::new();
        let mut numbers: BTreeMap<VariableName, NumberColumn> = BTreeMap::new();
        let mut constants = Constants::new();
        for (column, slot) in columns.into_iter().zip(&plan.slots) {
            match (column, &slot.role) {
                (Column::Country { levels, cells }, _) => {
                    countries = cells.iter().map(|&cell| &levels[cell as usize]).collect();
                }
                (Column::Respondent(cells), _) => ids = cells,
                (Column::Number(cells), _) => _ = numbers.insert(slot.name.clone(), cells),
                (Column::Identifier(cells), _) => {
                    codes.insert(slot.name.clone(), cells.finish());
                }
                (Column::Code(cells), _) => {
                    let column = cells.into_iter().map(option_code).collect();
                    codes.insert(slot.name.clone(), column);
                }
                (Column::Constant(Some((value, _))), Role::Constant(name)) if !value.is_empty() => {
                    constants.insert(name, value);
                }
                (Column::Constant(_), _) => {}
            }
        }
        let edition = (request.layout.edition)(&constants);
        let file = request.file.to_owned();
        Microdata::new(edition, request.origin, countries, ids, codes, numbers).map_err(|error| {
            match error {
                MicrodataError::Empty => FileError::NoRespondent { file },
                MicrodataError::DuplicateRespondent { country, id, first, second } => {
                    let [first, second] = [first, second].map(|row| place(places[row - 1]));
                    FileError::Duplicate { file, country, id, first, second }
                }
                source => FileError::Microdata { file, source },
            }
        })
    }
}

/// A cell's error with its coordinates.
pub(crate) fn cell_error(
    problem: CellProblem,
    cell: Cell<'_>,
    place: Place,
    slot: &Slot,
    request: &Request<'_>,
) -> FileError {
    FileError::Cell {
        file: request.file.to_owned(),
        place,
        column: slot.name.to_string(),
        value: cell.show(),
        problem: Box::new(problem),
    }
}

fn push_country(
    levels: &mut Vec<String>,
    cells: &mut Vec<u32>,
    cell: Cell<'_>,
    known: &KnownCountries,
) -> Result<(), CellProblem> {
    let Cell::Text(text) = cell else { return Err(CellProblem::UnknownCountry) };
    // Files are sorted by country: the last one is nearly always right.
    if let Some(&last) = cells.last()
        && levels[last as usize].as_bytes() == text
    {
        cells.push(last);
        return Ok(());
    }
    let name = std::str::from_utf8(text).map_err(|_| CellProblem::NotUtf8)?;
    if let Some(value) = known.value_of(name).filter(|_| !known.holds(name)) {
        return Err(CellProblem::CountryLabel { value: value.to_owned() });
    }
    if name.is_empty() || !known.holds(name) {
        return Err(CellProblem::UnknownCountry);
    }
    let level = level_of(levels, name);
    cells.push(level);
    Ok(())
}

fn level_of(levels: &mut Vec<String>, name: &str) -> u32 {
    let level = levels.iter().position(|level| level == name).unwrap_or_else(|| {
        levels.push(name.to_owned());
        levels.len() - 1
    });
    u32::try_from(level).expect("fewer countries than u32::MAX")
}

fn check_constant(
    first: &mut Option<(String, u64)>,
    cell: Cell<'_>,
    row: u64,
    place: fn(u64) -> Place,
) -> Result<(), CellProblem> {
    let shown;
    let value = match cell {
        Cell::Text(text) => String::from_utf8_lossy(text),
        other => {
            shown = other.show();
            shown.as_str().into()
        }
    };
    match first {
        None => *first = Some((value.into_owned(), row)),
        Some((first, _)) if *first == value => {}
        Some((first, row)) => {
            let (first, first_place) = (first.clone(), place(*row));
            return Err(CellProblem::Mixed { first, first_place });
        }
    }
    Ok(())
}
