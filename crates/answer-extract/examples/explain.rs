//! Shows what the rules saw in one reply.
//!
//! `cargo run -p answer-extract --example explain -- "1=Agree,2=Disagree" "I would not say that I agree."`

use std::error::Error;

use answer_extract::{OptionValue, ResponseOption, ResponseScale, explain};

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: explain VALUE=LABEL,VALUE=LABEL... REPLY";
    let mut arguments = std::env::args().skip(1);
    let (options, reply) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let options =
        options.split(',').filter_map(|option| option.split_once('=')).map(|(value, label)| {
            let value = value.parse().map_or_else(
                |_| OptionValue::from(value.chars().next().unwrap_or('?')),
                OptionValue::Number,
            );
            ResponseOption::new(value, label)
        });
    println!("{}", explain(&ResponseScale::new(options)?, &reply));
    Ok(())
}
