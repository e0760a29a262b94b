package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder of a report: known to be writable before anything is attached, so that no result is lost at the end. */
final class OutputFolder {
    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    static OutputFolder prepare(Path folder) throws ScanException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".distroless-scan", ".tmp"));
        } catch (IOException | SecurityException e) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The output folder cannot be written (" + e.getClass().getSimpleName() + "): " + folder
                            + ". Nothing was scanned.");
        }
        return new OutputFolder(folder);
    }

    /** Writes every file beside its place first, so that a reader never sees half of one. */
    void write(ScanReport report) throws ScanException {
        for (ReportFile file : ReportFiles.all()) {
            try {
                // Not a temporary file of the JDK, which nobody but its owner could read.
                Path part = folder.resolve("." + file.name() + ".part");
                Files.write(part, file.render(report));
                Files.move(part, folder.resolve(file.name()), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new ScanException(
                        ScanException.Kind.CONFIGURATION,
                        "The report could not be written (" + e.getClass().getSimpleName() + "): "
                                + folder.resolve(file.name()) + ".");
            }
        }
    }
}
