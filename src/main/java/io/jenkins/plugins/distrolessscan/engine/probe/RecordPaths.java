package io.jenkins.plugins.distrolessscan.engine.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads the members that hold a path or a link text, plain or as base64 of their bytes. */
final class RecordPaths {
    /** Characters of a path before escaping: 64 levels of 255 bytes. */
    private static final int LONGEST_PATH = 64 * 256;

    private RecordPaths() {}

    /** The path of a record below the root; empty when there is none, or none that may be used. */
    static Optional<String> path(JsonRecord record) throws IOException {
        return text(record, "p").filter(RecordPaths::below);
    }

    /** A text in the member or, as base64, in the one with a {@code b} behind its name; escaped. */
    static Optional<String> text(JsonRecord record, String name) throws IOException {
        if (record.has(name + "b")) {
            if (record.has(name)) {
                throw new IOException("A record of the evidence has both " + name + " and " + name + "b.");
            }
            return Optional.of(EscapedPath.escape(base64(record.text(name + "b", LONGEST_PATH * 2))));
        }
        return record.has(name) ? Optional.of(EscapedPath.escape(record.text(name, LONGEST_PATH))) : Optional.empty();
    }

    /** A list of paths in the member or, as base64, in the one with a {@code b} behind its name; escaped. */
    static List<String> texts(JsonRecord record, String name) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String path : record.texts(name, LONGEST_PATH)) {
            paths.add(EscapedPath.escape(path));
        }
        for (String path : record.texts(name + "b", LONGEST_PATH * 2)) {
            paths.add(EscapedPath.escape(base64(path)));
        }
        return paths;
    }

    static byte[] base64(String text) throws IOException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("A record of the evidence holds bytes that are not base64.");
        }
    }

    /** Relative, not empty, without empty, {@code .} or {@code ..} components; {@code .} alone is the root. */
    private static boolean below(String path) {
        if (path.equals(".")) {
            return true;
        }
        int end;
        for (int start = 0; start <= path.length(); start = end + 1) {
            int slash = path.indexOf('/', start);
            end = slash < 0 ? path.length() : slash;
            int dots = end - start <= 2 ? end - start : -1;
            if (dots == 0 || dots > 0 && path.startsWith("..".substring(2 - dots), start)) {
                return false;
            }
        }
        return true;
    }
}
