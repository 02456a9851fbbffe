package io.github.sparknn.preprocessing.internal.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Reads the tokens of text after text. Not thread-safe.
 *
 * <p>Source: the word boundaries of Unicode Standard Annex 29 by Lucene's StandardTokenizer, which
 * leaves out what is neither letter, digit nor emoji, takes each ideograph for itself and cuts
 * tokens of more than 255 characters.
 */
final class TokenReader {
  /** Takes the tokens of a text in their order, up to the one for which it returns false. */
  interface Sink {
    boolean accept(char[] buffer, int length);
  }

  private final StandardTokenizer tokenizer = new StandardTokenizer();
  private final TokenStream stream;
  private final CharTermAttribute term;

  TokenReader(boolean toLowercase) {
    stream = toLowercase ? new LowerCaseFilter(tokenizer) : tokenizer;
    term = stream.getAttribute(CharTermAttribute.class);
  }

  void read(String text, Sink sink) {
    try (stream) {
      tokenizer.setReader(new StringReader(text));
      stream.reset();
      boolean wanted = true;
      while (wanted && stream.incrementToken()) {
        wanted = sink.accept(term.buffer(), term.length());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the tokens of a text", e);
    }
  }
}
