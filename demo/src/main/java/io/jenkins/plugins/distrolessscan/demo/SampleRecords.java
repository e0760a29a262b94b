package io.jenkins.plugins.distrolessscan.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Vulnerability records for the demo shop. They are invented, and each says so. */
public final class SampleRecords {
    private static final List<String> NAMES = List.of(
            "DEMO-2026-0001", "DEMO-2026-0002", "DEMO-2026-0003", "DEMO-2026-0004", "DEMO-2026-0005", "DEMO-2026-0006");

    private SampleRecords() {}

    /**
     * Writes them to a folder.
     *
     * @throws IOException when the folder cannot be written
     */
    public static void write(Path folder) throws IOException {
        for (String name : NAMES) {
            try (InputStream in = SampleRecords.class.getResourceAsStream("vulnerabilities/" + name + ".json")) {
                if (in == null) {
                    throw new IllegalStateException(name + " is not in the program");
                }
                Files.copy(in, folder.resolve(name + ".json"));
            }
        }
    }
}
