# R's answers to the races: surveillance for alarms, MASS for the negative binomial regression.
# usage: Rscript peers.R FOLDER
folder <- commandArgs(trailingOnly = TRUE)[1]

answer <- function(race, peer, seconds, values) {
  numbers <- paste(formatC(values, digits = 17, format = "g"), collapse = ",")
  cat(sprintf('{"race":"%s","peer":"%s","seconds":%.9g,"values":[%s]}\n',
              race, peer, seconds, numbers))
}
absent <- function(race, peer, why)
  cat(sprintf('{"race":"%s","peer":"%s","absent":"%s"}\n', race, peer, why))
input <- function(race) {
  file <- file.path(folder, paste0(race, ".csv"))
  if (file.exists(file)) read.csv(file) else NULL
}
# User and system time of this process.
processor <- function(work) {
  start <- proc.time()
  result <- work()
  spent <- proc.time() - start
  list(seconds = spent[["user.self"]] + spent[["sys.self"]], result = result)
}
has <- function(package)
  suppressWarnings(suppressMessages(requireNamespace(package, quietly = TRUE)))

farrington <- function(data) {
  weeks <- nrow(data)
  range <- (weeks - 25):weeks
  series <- lapply(data, function(y) surveillance::sts(observed = y, frequency = 52))
  control <- list(range = range, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26,
                  weightsThreshold = 2.58, alpha = 0.01, trend = TRUE, pThresholdTrend = 1,
                  thresholdMethod = "nbPlugin", limit54 = c(0, 4), glmWarnings = FALSE)
  timed <- processor(function() lapply(series, surveillance::farringtonFlexible, control))
  values <- unlist(lapply(timed$result, function(s) rbind(
    as.vector(s@upperbound), as.vector(s@control$expected), as.vector(s@control$pvalue))))
  answer("farrington", paste("surveillance", packageVersion("surveillance")),
         timed$seconds / (length(range) * length(series)), values)
}

ears <- function(data) {
  series <- surveillance::sts(observed = data$p0, frequency = 52)
  timed <- processor(function() {
    for (i in 1:5) result <- surveillance::earsC(series, control = list(method = "C2"))
    result
  })
  answer("ears", paste("surveillance", packageVersion("surveillance")),
         timed$seconds / (5 * nrow(data)), as.vector(timed$result@upperbound))
}

regression <- function(race, data, fit, peer) {
  x <- as.matrix(data[grep("^x", names(data))])
  series <- data[grep("^y", names(data))]
  timed <- processor(function() lapply(series, fit, x = x))
  answer(race, peer, timed$seconds / length(series),
         vapply(timed$result, function(f) as.numeric(logLik(f)), 0))
}

for (one in list(list("farrington", farrington), list("ears", ears))) {
  data <- input(one[[1]])
  if (is.null(data)) next
  if (has("surveillance")) suppressMessages(one[[2]](data))
  else absent(one[[1]], "surveillance", "r-cran-surveillance is not installed")
}
data <- input("negativebinomial")
if (!is.null(data)) {
  if (has("MASS")) regression("negativebinomial", data, function(y, x) MASS::glm.nb(y ~ x - 1),
                              paste("MASS", packageVersion("MASS")))
  else absent("negativebinomial", "MASS", "r-cran-mass is not installed")
}
data <- input("poisson")
if (!is.null(data))
  regression("poisson", data, function(y, x) glm(y ~ x - 1, family = poisson()),
             paste0("glm of R ", getRversion()))
data <- input("difference")
if (!is.null(data)) {
  timed <- processor(function()
    glm(y ~ factor(unit) + factor(period) + treated, family = poisson(), data = data))
  effect <- summary(timed$result)$coefficients["treated", ]
  answer("difference", paste0("glm of R ", getRversion()), timed$seconds,
         c(effect[[1]], effect[[2]], deviance(timed$result)))
}

for (race in c("changepoint", "poissonchange")) {
  data <- input(race)
  if (is.null(data)) next
  if (!has("changepoint")) {
    absent(race, "changepoint", "the package is not installed")
    next
  }
  x <- data$x
  search <- function() {
    if (race == "changepoint")
      changepoint::cpt.mean(x, method = "PELT", penalty = "Manual", pen.value = 2 * log(length(x)),
                            test.stat = "Normal", minseglen = 2)
    else
      changepoint::cpt.meanvar(x, method = "PELT", penalty = "Manual",
                               pen.value = 2 * log(length(x)), test.stat = "Poisson",
                               minseglen = 2)
  }
  timed <- processor(function() { for (i in 1:20) result <- search(); result })
  answer(race, paste("changepoint", packageVersion("changepoint")), timed$seconds / 20,
         changepoint::cpts(timed$result))
}
data <- input("nearrepeat")
if (!is.null(data)) {
  if (has("surveillance")) {
    timed <- processor(function() surveillance::knox(
      dt = dist(data$t), ds = dist(cbind(data$x, data$y)), eps.t = 14, eps.s = 1000,
      simulate.p.value = TRUE, B = 999, .seed = 1))
    pairs <- length(dist(data$t))
    near <- sum(dist(cbind(data$x, data$y)) <= 1000) * sum(dist(data$t) <= 14)
    answer("nearrepeat", paste("surveillance", packageVersion("surveillance")), timed$seconds,
           c(timed$result$statistic[[1]], near / pairs))
  } else absent("nearrepeat", "surveillance", "r-cran-surveillance is not installed")
}
