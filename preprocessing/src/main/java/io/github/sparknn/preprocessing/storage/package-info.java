/**
 * Stages on disk: what the saved models of all modules have in common. For this project's modules,
 * not for users.
 */
package io.github.sparknn.preprocessing.storage;
