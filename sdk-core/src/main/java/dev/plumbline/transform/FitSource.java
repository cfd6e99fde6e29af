package dev.plumbline.transform;

/**
 * What a fit starts from.
 *
 * @param minRows the fewest rows
 * @param maxDistinct the most distinct values of one step that are counted
 */
record FitSource(String text, String file, int minRows, int maxDistinct) {}
