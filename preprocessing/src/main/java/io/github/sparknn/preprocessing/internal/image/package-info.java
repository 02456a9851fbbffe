/**
 * Decoding, colours, resampling and augmentation of images, and the row function that makes tensors
 * of them. Not public API.
 */
package io.github.sparknn.preprocessing.internal.image;
