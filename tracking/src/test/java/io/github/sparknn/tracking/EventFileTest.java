package io.github.sparknn.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EventFileTest {
  /** CRC-32C of "123456789" is e3069283 (RFC 3720's polynomial, the usual check value). */
  @Test
  void checksumsAreRotatedCrcsPlusAConstant() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    int crc = 0xe3069283;
    int masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    assertThat(EventFile.maskedCrc(digits, digits.length)).isEqualTo(masked);
  }

  /** So begin all event files that TensorFlow writes: 24 bytes follow, and their checksum. */
  @Test
  void theFirstRecordsHeadIsTensorFlows() {
    byte[] event = Events.version(0);
    assertThat(event).hasSize(24);
    byte[] length = {24, 0, 0, 0, 0, 0, 0, 0};
    assertThat(EventFile.maskedCrc(length, length.length)).isEqualTo(0x224b7fa3);
  }

  /** By the wire format: field 1 a double, field 3 a string of 13 bytes. */
  @Test
  void theFirstEventTellsTheFormatsVersion() {
    assertThat(HexFormat.of().formatHex(Events.version(1)))
        .isEqualTo("09000000000000f03f" + "1a0d" + "627261696e2e4576656e743a32");
  }
}
