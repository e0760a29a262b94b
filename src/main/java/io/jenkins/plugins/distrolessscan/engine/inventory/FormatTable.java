package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one table of package formats, the same file that is built into the probe: where each is looked for, what of it leaves
 * the target, and whether it is read or only told.
 */
public final class FormatTable {
    /**
     * One format.
     *
     * @param id its name in records
     * @param ecosystem what its packages belong to; empty when a format tells that itself
     * @param what it, in words
     * @param paths where it is looked for: {@code **} is any folders, {@code *} any characters of a name
     * @param not names among these that are none
     * @param leaves what leaves the target
     * @param names what of it: fields, members, sections
     * @param bytes the most that is read of one; 0 when nothing is read
     * @param database a database of the system's packages: unread, the target is not complete
     * @param within looked for in archives only
     * @param section of a program by which it is told
     */
    public record Format(
            String id,
            String ecosystem,
            String what,
            List<String> paths,
            List<String> not,
            String leaves,
            List<String> names,
            long bytes,
            boolean database,
            boolean within,
            String section) {
        public Format {
            paths = List.copyOf(paths);
            not = not == null ? List.of() : List.copyOf(not);
            names = names == null ? List.of() : List.copyOf(names);
            section = section == null ? "" : section;
        }

        /** Whether packages are read from it; the others are only told. */
        public boolean read() {
            return !leaves.equals("told") && !leaves.equals("owner");
        }
    }

    private final List<Format> formats;

    private FormatTable(List<Format> formats) {
        this.formats = List.copyOf(formats);
    }

    /** The table that is built in. */
    public static FormatTable load() {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try (InputStream in = FormatTable.class.getResourceAsStream("formats.json")) {
            return new FormatTable(List.of(json.readValue(in, Format[].class)));
        } catch (IOException e) {
            throw new UncheckedIOException("the table of formats is part of the program", e);
        }
    }

    /** All formats, in the order of the table. */
    public List<Format> all() {
        return formats;
    }

    /** The format of that id. */
    public Optional<Format> format(String id) {
        return formats.stream().filter(format -> format.id().equals(id)).findFirst();
    }

    /** The page docs/inventory.md, of the table alone. */
    public String page() {
        StringBuilder page = new StringBuilder(
                "| format | ecosystem | what | looked for at | leaves the target |\n|---|---|---|---|---|\n");
        formats.forEach(format -> page.append(String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s | %s |%n",
                format.id(),
                format.ecosystem().isEmpty() ? "-" : format.ecosystem(),
                format.what(),
                places(format),
                leaves(format))));
        return page.toString().replace("\r\n", "\n");
    }

    private static String places(Format format) {
        if (format.paths().equals(List.of("**/*"))) {
            return "every program";
        }
        String paths = code(format.paths());
        String not = format.not().isEmpty() ? "" : ", not " + code(format.not());
        return (format.within() ? "in archives: " : "") + paths + not;
    }

    private static String leaves(Format format) {
        String bound = format.bytes() == 0 ? "" : ", at most " + size(format.bytes());
        String names = format.names().isEmpty() ? "" : " " + code(format.names());
        return switch (format.leaves()) {
            case "text" -> "the whole text" + bound;
            case "fields", "head", "properties" -> "the fields" + names + bound;
            case "members", "lines" -> "the members" + names + bound;
            case "rows" -> "a line for each package" + bound;
            case "archive" -> "members of other formats" + bound;
            case "section" -> "of the section" + names + bound;
            case "window" -> "a version, of" + names + bound;
            case "owner" -> "nothing: owner and match of other files";
            case "path" -> "nothing but its path";
            default -> format.database() ? "nothing: told, and the target is not complete" : "nothing: told";
        };
    }

    private static String code(List<String> words) {
        return "`" + String.join("` `", words) + "`";
    }

    private static String size(long bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
