# Writes an ESS CSV as SPSS and Stata files with R's haven, in the manner of the ESS:
#
#     Rscript haven.R DATA.csv CODEBOOK.json FOLDER
#
# CODEBOOK.json is `crates/ess-codebook/data/ess11-codebook.json`. Missing codes become user-missing values in SPSS and
# tagged missing values with labels in Stata. Needs the packages haven and jsonlite.

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[3]
dir.create(folder, showWarnings = FALSE, recursive = TRUE)
text <- c("cntry", "name", "edition", "proddate")
header <- names(read.csv(arguments[1], nrows = 1, check.names = FALSE))
classes <- setNames(ifelse(header %in% text, "character", NA), header)
table <- read.csv(arguments[1], colClasses = classes, check.names = FALSE, na.strings = "")
codebook <- jsonlite::fromJSON(arguments[2], simplifyVector = FALSE)$variables

spss <- stata <- table
for (variable in codebook) {
  name <- variable$name
  categories <- variable$categories
  if (!(name %in% header) || length(categories) == 0) next
  codes <- vapply(categories, function(category) as.numeric(category$code), 0)
  labels <- vapply(categories, function(category) category$label, "")
  missing <- vapply(categories, function(category) !is.null(category$missing), TRUE)
  cells <- as.numeric(table[[name]])

  # SPSS takes three single codes, or one range.
  range <- values <- NULL
  if (sum(missing) > 3) range <- range(codes[missing]) else if (any(missing)) values <- codes[missing]
  spss[[name]] <- haven::labelled_spss(
    cells, labels = setNames(codes, labels), na_values = values, na_range = range, label = variable$label)

  tags <- letters[seq_len(sum(missing))]
  tagged <- cells
  for (at in seq_along(tags)) tagged[cells %in% codes[missing][at]] <- haven::tagged_na(tags[at])
  known <- setNames(c(codes[!missing], haven::tagged_na(tags)), c(labels[!missing], labels[missing]))
  stata[[name]] <- haven::labelled(tagged, labels = known, label = variable$label)
}
for (compress in c("byte", "none", "zsav")) {
  ending <- if (compress == "zsav") "zsav" else "sav"
  haven::write_sav(spss, file.path(folder, sprintf("haven-%s.%s", compress, ending)), compress = compress)
}
for (version in c(12, 14)) {
  haven::write_dta(stata, file.path(folder, sprintf("haven-%d.dta", version)), version = version)
}
