package io.github.sparknn.jobs.config;

/**
 * What the model is measured on: {@code data} where given, else the rows of {@code train.holdout},
 * else (command {@code evaluate} only) the job's table.
 *
 * @param data a table of its own, such as a test set; null for none
 * @param where rows to measure on, as a SQL condition; null takes all
 * @param labelCol the column of the true labels; null for the model's own labelCol
 * @param report where command {@code evaluate} writes what it measured, as a page and as JSON; null
 *     for nowhere
 */
public record EvaluateSection(
    DataSection data, String where, String labelCol, ReportSection report) {}
