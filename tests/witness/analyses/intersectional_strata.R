#!/usr/bin/env Rscript
# The same fits with R's lme4 (Bates, Maechler, Bolker and Walker 2015), and how far they lie from those of
# intersectional_strata.py. lme4 searches its optimum numerically, so that variances agree to the digits that it gives.
#
#     Rscript intersectional_strata.R      (Debian: r-cran-lme4, r-cran-jsonlite)
suppressPackageStartupMessages({library(lme4); library(jsonlite)})
frozen <- "../../../crates/alignment-analyses/tests/frozen/"
study <- fromJSON(paste0(frozen, "study.json"), simplifyVector = TRUE)
exact <- fromJSON(paste0(frozen, "intersectional_strata.json"))
cell <- function(values) as.numeric(unlist(lapply(values, function(v) if (is.null(v)) NA else v)))
codes <- sapply(study$items$id, function(id) cell(study$codes[[id]]))
consensus <- function(answers) {
  votes <- table(na.omit(cell(answers)))
  if (length(votes) == 0) return(NA)
  min(as.numeric(names(votes)[votes == max(votes)]))
}
width <- study$items$highest - study$items$lowest
results <- list()
worst <- 0
for (weights in c("none", "anweight")) for (factors in list(c("gender", "education", "religiosity"), c("gender", "education", "country")))
  for (model in sort(names(study$models))) {
    answers <- sapply(study$items$id, function(id) consensus(study$models[[model]][[id]]))
    score <- 1 - abs(sweep(codes, 2, answers)) / rep(width, each = nrow(codes))
    omega <- matrix(1 / study$items$forms, nrow(codes), ncol(codes), byrow = TRUE) * !is.na(score)
    frame <- data.frame(study$factors, country = study$country)
    frame[] <- lapply(frame, factor)
    frame$y <- rowSums(score * omega, na.rm = TRUE) / rowSums(omega)
    frame$stratum <- interaction(frame[factors], drop = TRUE)
    w <- if (weights == "none") rep(1, nrow(frame)) else as.numeric(study$numbers[[weights]])
    frame$w <- w * ave(rep(1, nrow(frame)), frame$stratum, FUN = sum) / ave(w, frame$stratum, FUN = sum)
    for (fit in c("mean only", "main effects")) {
      fixed <- if (fit == "mean only") "y ~ 1" else paste("y ~", paste(factors, collapse = " + "))
      control <- lmerControl(optimizer = "nloptwrap", calc.derivs = FALSE, check.conv.singular = "ignore",
                             optCtrl = list(algorithm = "NLOPT_LN_BOBYQA", xtol_abs = 1e-14, ftol_abs = 1e-14, ftol_rel = 1e-15, xtol_rel = 1e-14, maxeval = 10000))
      found <- lmer(as.formula(paste(fixed, "+ (1 | stratum)")), frame, weights = w, REML = TRUE, control = control)
      deviance <- update(found, devFunOnly = TRUE)
      variances <- as.data.frame(VarCorr(found))$vcov
      row <- list(weights = weights, model = model, strata = paste(factors, collapse = " x "), fit = fit,
                  between = variances[1], within = variances[2],
                  likelihood_ratio = as.numeric(deviance(0)) - as.numeric(REMLcrit(found)))
      results[[length(results) + 1]] <- row
      ours <- exact[[weights]]$summary
      ours <- ours[ours$model == model & ours$strata == row$strata & ours$fit == fit, ]
      apart <- c(abs(row$between - ours$between) / ours$within, abs(row$within / ours$within - 1),
                 abs(row$likelihood_ratio - ours$likelihood_ratio))
      cat(sprintf("%-9s %-6s %-32s %-13s between %.1e within %.1e ratio %.1e\n", weights, model, row$strata, fit,
                  apart[1], apart[2], apart[3]))
      worst <- pmax(worst, apart)
    }
  }
cat("largest distances, variances as shares of that within:", format(worst), "\n")
write(toJSON(results, auto_unbox = TRUE, digits = NA, pretty = TRUE), paste0(frozen, "intersectional_strata_lme4.json"))
