//! Says what an item, a response scale, a respondent, a group, a prompt, a reply and an answer are in any survey.
