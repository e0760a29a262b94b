package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.demo.SampleRecords;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.IndexFolder;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.LookupStage;
import io.jenkins.plugins.distrolessscan.engine.vulnerability.VexStatements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;

/** The invented vulnerability data of {@code try}, in a folder that goes with it. */
final class TryData implements AutoCloseable {
    private final Path folder;

    private TryData(Path folder) {
        this.folder = folder;
    }

    static TryData prepare() throws IOException {
        Path folder = Files.createTempDirectory("distroless-scan-try");
        SampleRecords.write(folder);
        return new TryData(folder);
    }

    LookupStage lookup() {
        Clock clock = Clock.systemUTC();
        return new LookupStage(
                new IndexFolder(folder, clock, line -> {}),
                LookupStage.DEFAULT_MAXIMUM_AGE,
                clock,
                VexStatements.none());
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
