package io.jenkins.plugins.distrolessscan.result;

import hudson.model.Run;
import io.jenkins.plugins.distrolessscan.engine.difference.Indexer;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.IndexFile;
import io.jenkins.plugins.distrolessscan.engine.store.ReferenceMark;
import io.jenkins.plugins.distrolessscan.engine.store.StoredReport;
import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The reports of a build: gzip of JSON with a format version, beside the build's record and not in it. */
final class ReportStore {
    private static final Logger LOGGER = Logger.getLogger(ReportStore.class.getName());

    private final Path folder;

    private ReportStore(Path folder) {
        this.folder = folder;
    }

    static ReportStore of(Run<?, ?> run) {
        return of(run.getRootDir().toPath());
    }

    /** @param build the folder of a build's record */
    static ReportStore of(Path build) {
        return new ReportStore(build.resolve("distroless-scan"));
    }

    void write(String id, ScanReport report) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, id, ".part");
        // Not a channel's stream: an abort at this moment would close that one and lose the report.
        try (OutputStream out = new GZIPOutputStream(new FileOutputStream(part.toFile()))) {
            StoredReport.write(report, out);
        }
        Files.move(part, file(id), StandardCopyOption.REPLACE_EXISTING);
        writeIndex(id, Indexer.of(report));
    }

    private void writeIndex(String id, ReportIndex index) throws IOException {
        Path part = Files.createTempFile(folder, id, ".part");
        try (OutputStream out = new GZIPOutputStream(new FileOutputStream(part.toFile()))) {
            out.write(IndexFile.write(index));
        }
        Files.move(part, index(id), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What later builds compare themselves with; the report itself is not read for it.
     *
     * @throws IOException when there is none, or none that can be read, with a sentence
     */
    ReportIndex readIndex(String id) throws IOException {
        LOGGER.fine(() -> "reading " + index(id));
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(index(id))))) {
            return IndexFile.read(in);
        } catch (NoSuchFileException e) {
            throw new IOException("It has no index.", e);
        }
    }

    /**
     * Says that later scans may be compared with one that is stored, without its build being loaded.
     *
     * @param scope what they have to share with it
     */
    void markPassed(String scope, String id) throws IOException {
        ReferenceMark.write(folder, scope, id);
    }

    /** The scan of this scope that later ones may be compared with. */
    Optional<String> passed(String scope) {
        return ReferenceMark.read(folder, scope);
    }

    private Path index(String id) {
        return folder.resolve(id + ".index.json.gz");
    }

    /** The report of that id; empty when there is none or when it cannot be read, which is logged. */
    Optional<ScanReport> read(String id) {
        try {
            return Optional.ofNullable(StoredReport.read(() -> open(id)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (StoredReport.LaterFormatException e) {
            LOGGER.warning(() -> "cannot read " + file(id) + ": " + e.getMessage());
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "cannot read " + file(id), e);
            return Optional.empty();
        }
    }

    private InputStream open(String id) throws IOException {
        return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file(id))));
    }

    private Path file(String id) {
        return folder.resolve(id + ".json.gz");
    }
}
