package io.jenkins.plugins.distrolessscan.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Invented vulnerability data. */
public final class SampleExport {
    private static final String RECORD = """
            {"schema_version": "1.6.0", "id": "DSA-TEST-1", "modified": "2026-01-01T00:00:00Z",
             "summary": "invented for a test",
             "affected": [{"package": {"ecosystem": "Debian:12", "name": "openssl"},
               "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}]}]}
            """;

    private SampleExport() {}

    /** An export with one record, as old as this. */
    public static void write(Path folder, Duration age) throws IOException {
        Path zip = Files.createDirectories(folder.resolve("Debian")).resolve("all.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("DSA-TEST-1.json"));
            entries.write(RECORD.getBytes(StandardCharsets.UTF_8));
            entries.closeEntry();
        }
        Files.setLastModifiedTime(zip, FileTime.from(Instant.now().minus(age)));
    }
}
