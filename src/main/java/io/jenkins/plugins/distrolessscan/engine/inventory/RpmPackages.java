package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * rpm's packages, a line each: lists that an image keeps in the place of a database ({@code container-manifest-1} with
 * {@code name-version-release.arch}, {@code container-manifest-2} with ten columns), and the rows of a database in the
 * form of the second.
 */
final class RpmPackages implements Cataloger {
    private static final int NAME = 0;
    private static final int VERSION_RELEASE = 1;
    private static final int VENDOR = 4;
    private static final int EPOCH = 5;
    private static final int ARCHITECTURE = 7;
    private static final int EPOCH_NUMBER = 8;
    private static final int SOURCE = 9;
    private static final List<String> NONE = List.of("(none)", "0", "");

    @Override
    public Set<String> formats() {
        return Set.of("rpm-manifest", "rpm-sqlite");
    }

    @Override
    public boolean ofSystem() {
        return true;
    }

    @Override
    public Reading read(String path, String text) {
        List<Declared> packages = new ArrayList<>();
        boolean understood = !text.isBlank();
        for (String line : new TextLines(text)) {
            if (!line.isBlank()) {
                String[] columns = line.split("\t", -1);
                Optional<Declared> found = columns.length == 1 ? ofName(line) : ofColumns(columns);
                found.ifPresent(packages::add);
                understood &= found.isPresent();
            }
        }
        return new Reading(packages, understood);
    }

    private static Optional<Declared> ofColumns(String[] columns) {
        if (columns.length <= ARCHITECTURE || columns[NAME].isEmpty() || columns[VERSION_RELEASE].isEmpty()) {
            return Optional.empty();
        }
        String epoch = columns.length > EPOCH_NUMBER ? columns[EPOCH_NUMBER] : columns[EPOCH];
        String[] source = source(columns.length > SOURCE ? columns[SOURCE] : "");
        String architecture = columns[ARCHITECTURE].equals("(none)") ? "" : columns[ARCHITECTURE];
        return Optional.of(Declared.system(
                        "rpm",
                        columns[NAME],
                        (NONE.contains(epoch) ? "" : epoch + ":") + columns[VERSION_RELEASE],
                        architecture,
                        source[0],
                        source[1])
                .withMaintainer(columns[VENDOR].equals("(none)") ? "" : columns[VENDOR]));
    }

    private static Optional<Declared> ofName(String line) {
        int architecture = line.lastIndexOf('.');
        int release = line.lastIndexOf('-');
        int version = line.lastIndexOf('-', release - 1);
        if (version <= 0 || architecture < release) {
            return Optional.empty();
        }
        return Optional.of(Declared.system(
                "rpm",
                line.substring(0, version),
                line.substring(version + 1, architecture),
                line.substring(architecture + 1),
                "",
                ""));
    }

    /** Name and version of {@code openssl-3.0.7-27.el9.src.rpm}. */
    private static String[] source(String file) {
        String name = file.replaceFirst("\\.(?:no)?src\\.rpm$", "");
        int release = name.lastIndexOf('-');
        int version = name.lastIndexOf('-', release - 1);
        return name.length() == file.length() || version <= 0
                ? new String[] {"", ""}
                : new String[] {name.substring(0, version), name.substring(version + 1)};
    }
}
