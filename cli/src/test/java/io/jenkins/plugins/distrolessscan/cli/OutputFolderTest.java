package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import io.jenkins.plugins.distrolessscan.engine.store.IndexFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    private Path folder;

    @Test
    void theFilesOfAReportAreAllThatStays() throws Exception {
        write();
        List<String> expected = new ArrayList<>(reportNames());
        expected.add("sbom");
        assertThat(names()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theDocumentsOfAnEarlierScanAreReplacedAndALinkIsNotFollowed() throws Exception {
        Path documents = Files.createDirectories(folder.resolve("sbom"));
        Files.writeString(documents.resolve("old.cdx.json"), "{}");
        write();
        try (Stream<Path> files = Files.list(documents)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(Reports.sound().subjects().size())
                    .doesNotContain("old.cdx.json");
        }
        Path victim = Files.createTempDirectory("victim");
        try (Stream<Path> files = Files.list(documents)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(documents);
        Files.createSymbolicLink(documents, victim);
        write();
        assertThat(victim).isEmptyDirectory();
        assertThat(documents).isDirectory();
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws Exception {
        Path victim = Files.writeString(Files.createTempFile("victim", ""), "keep");
        for (String name : reportNames()) {
            Files.createSymbolicLink(folder.resolve(name), victim);
            Files.createSymbolicLink(folder.resolve("." + name + ".part"), victim);
        }
        write();
        assertThat(victim).hasContent("keep");
        assertThat(folder.resolve("report.json")).isRegularFile();
        assertThat(Files.isSymbolicLink(folder.resolve("report.json"))).isFalse();
    }

    @Test
    void aLockThatIsALinkIsNotFollowed() throws Exception {
        Path victim = folder.resolve("victim");
        Files.createSymbolicLink(folder.resolve(".distroless-scan.lock"), victim);
        assertThatThrownBy(() -> OutputFolder.prepare(folder)).isInstanceOf(ScanException.class);
        assertThat(victim).doesNotExist();
    }

    @Test
    void twoScansDoNotMixTheirReports() throws Exception {
        try (OutputFolder first = OutputFolder.prepare(folder)) {
            assertThatThrownBy(() -> OutputFolder.prepare(folder))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("Another scan writes its report to this folder");
            first.write(Reports.sound());
        }
        write();
    }

    @Test
    void aFolderInAFilesPlaceIsSaidBeforeAnythingIsScanned() throws Exception {
        Files.createDirectories(folder.resolve("sbom.cdx.json/x"));
        assertThatThrownBy(() -> OutputFolder.prepare(folder))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("a folder is where a file of the report belongs, sbom.cdx.json")
                .hasMessageContaining("Nothing was scanned");
    }

    private void write() throws ScanException {
        try (OutputFolder prepared = OutputFolder.prepare(folder)) {
            prepared.write(Reports.sound());
        }
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> reportNames() {
        return Stream.concat(ReportFiles.all().stream().map(ReportFile::name), Stream.of(IndexFile.NAME))
                .toList();
    }
}
