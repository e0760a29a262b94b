package io.jenkins.plugins.distrolessscan.engine.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths and link texts as the model has them: bytes that are no UTF-8, control characters and the characters that turn
 * the direction of writing are written as {@code \xNN}, so that a name can neither break a line nor look like another.
 */
final class EscapedPath {
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

    private EscapedPath() {}

    /** Escapes text that is valid Unicode but for single surrogates. */
    static String escape(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (unsafe(c) || Character.isSurrogate(c)) {
                return escape(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return text;
    }

    /** Escapes raw bytes. */
    static String escape(byte[] bytes) {
        StringBuilder escaped = new StringBuilder(bytes.length + 16);
        for (int at = 0; at < bytes.length; ) {
            int length = sequence(bytes[at]);
            Optional<String> character = at + length > bytes.length ? Optional.empty() : decode(bytes, at, length);
            if (character.isPresent() && character.get().chars().noneMatch(EscapedPath::unsafe)) {
                escaped.append(character.get());
                at += length;
            } else {
                int n = character.isPresent() ? length : 1;
                for (int i = 0; i < n; i++) {
                    escaped.append("\\x").append(HexFormat.of().toHexDigits(bytes[at + i]));
                }
                at += n;
            }
        }
        return escaped.toString();
    }

    /** The bytes behind an escaped text. A name that held {@code \xNN} literally is not told from an escape. */
    static byte[] bytes(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        Matcher escape = ESCAPE.matcher(escaped);
        int at = 0;
        while (escape.find()) {
            bytes.writeBytes(escaped.substring(at, escape.start()).getBytes(StandardCharsets.UTF_8));
            bytes.write(Integer.parseInt(escape.group(1), 16));
            at = escape.end();
        }
        bytes.writeBytes(escaped.substring(at).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static Optional<String> decode(byte[] bytes, int at, int length) {
        CharsetDecoder strict = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            CharBuffer decoded = strict.decode(ByteBuffer.wrap(bytes, at, length));
            return Optional.of(decoded.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int sequence(byte first) {
        int b = first & 0xff;
        if (b < 0xc0) {
            return 1;
        }
        return b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    }

    private static boolean unsafe(int c) {
        return c < 0x20
                || c >= 0x7f && c < 0xa0
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069
                || c == 0xfeff;
    }
}
