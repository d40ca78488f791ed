#!/usr/bin/env Rscript
# The scores and gaps of everybody, gender and country under three weights with R's package survey (Lumley 2004):
# totals of numerators and denominators of every item mean, and the delta method with R's own derivatives.
#
#     Rscript weights_and_design.R      (Debian: r-cran-survey, r-cran-jsonlite)
#
# Written from docs/methods.md alone.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
frozen <- "../../../crates/alignment-analyses/tests/frozen/"
study <- fromJSON(paste0(frozen, "study.json"), simplifyVector = TRUE)
items <- study$items
n <- length(study$country)
cell <- function(values) as.numeric(unlist(lapply(values, function(v) if (is.null(v)) NA else v)))
codes <- sapply(items$id, function(id) cell(study$codes[[id]]))
consensus <- function(answers) {
  votes <- table(na.omit(cell(answers)))
  if (length(votes) == 0) return(NA)
  min(as.numeric(names(votes)[votes == max(votes)]))
}
models <- sort(names(study$models))
answers <- sapply(models, function(m) sapply(items$id, function(id) consensus(study$models[[m]][[id]])))
width <- items$highest - items$lowest
omega <- 1 / items$forms
groups <- list(everybody = rep(0, n), gender = study$factors$gender,
               country = match(study$country, sort(unique(study$country))) - 1)

# A score as an expression of totals a<item> (weighted codes) and b<item> (weights) of one group.
score <- function(model, suffix) {
  use <- which(!is.na(answers[, model]))
  terms <- sprintf("%.17g * (1 - sqrt((a%d%s / b%d%s - %.17g)^2) / %d)", omega[use], use, suffix, use, suffix,
                   answers[use, model], width[use])
  sprintf("(%s) / %.17g", paste(terms, collapse = " + "), sum(omega[use]))
}
columns <- function(member, suffix) {
  out <- list()
  for (q in seq_len(nrow(items))) {
    valid <- !is.na(codes[, q]) & member
    out[[paste0("a", q, suffix)]] <- ifelse(valid, codes[, q], 0)
    out[[paste0("b", q, suffix)]] <- as.numeric(valid)
  }
  as.data.frame(out)
}
results <- list()
add <- function(weights, factor, group, minus, model, against, found, effect) {
  results[[length(results) + 1]] <<- list(weights = weights, factor = factor, group = group, minus = minus,
    model = model, against = against, estimate = as.numeric(found), error_design = as.numeric(SE(found)),
    error_simple = effect)
}
# The standard error of a simple random sample drawn with replacement: svymean's design effect of the linearised
# variable W d(score)/d(w), as influence functions give it.
simple <- function(expression, data, w) {
  totals <- as.list(colSums(data * w))
  slopes <- sapply(names(data), function(name) eval(D(expression, name), totals))
  e <- as.numeric(as.matrix(data) %*% slopes) * sum(w)
  persons <- svydesign(ids = ~1, weights = ~w, data = data.frame(e = e, w = w))
  as.numeric(sqrt(svyvar(~e, persons) / n))
}
for (weights in c("none", "pspwght", "anweight")) {
  w <- if (weights == "none") rep(1, n) else as.numeric(study$numbers[[weights]])
  for (factor in names(groups)) {
    levels <- sort(unique(groups[[factor]]))
    for (g in levels) {
      others <- c(NA, if (factor == "everybody") NULL else levels[levels > g])
      for (h in others) {
        data <- columns(groups[[factor]] == g, "x")
        if (!is.na(h)) data <- cbind(data, columns(groups[[factor]] == h, "y"))
        frame <- cbind(data, psu = study$design$psu, stratum = study$design$stratum, w = w)
        design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = frame, nest = TRUE)
        totals <- svytotal(reformulate(names(data)), design)
        for (model in models) {
          text <- score(model, "x")
          if (!is.na(h)) text <- paste0(text, " - ", score(model, "y"))
          expression <- parse(text = text)[[1]]
          add(weights, factor, g, if (is.na(h)) NULL else h, model, NULL, svycontrast(totals, expression),
              simple(expression, data, w))
        }
        if (factor == "everybody") for (i in 1:2) for (j in (i + 1):3) {
          expression <- parse(text = paste0(score(models[i], "x"), " - (", score(models[j], "x"), ")"))[[1]]
          add(weights, factor, g, NULL, models[i], models[j], svycontrast(totals, expression),
              simple(expression, data, w))
        }
      }
    }
  }
}
write(toJSON(results, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null"),
      paste0(frozen, "weights_and_design.json"))
