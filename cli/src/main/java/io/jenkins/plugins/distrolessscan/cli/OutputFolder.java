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
    /** One block: enough to notice a full disk before anything is attached. */
    private static final int TRIAL_BYTES = 4096;

    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    static OutputFolder prepare(Path folder) throws ScanException {
        if (folder.toString().isEmpty()) {
            throw wrong("The folder of --output has no name; is a variable empty? Nothing was scanned.");
        }
        try {
            Files.createDirectories(folder);
            Path trial = Files.createTempFile(folder, ".distroless-scan", ".tmp");
            try {
                Files.write(trial, new byte[TRIAL_BYTES]);
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            throw wrong("The folder of --output cannot be written, " + FileTrouble.words(e) + ": " + folder
                    + ". Nothing was scanned.");
        }
        return new OutputFolder(folder);
    }

    /** Writes every file beside its place first, so that a reader never sees half of one. */
    void write(ScanReport report) throws ScanException {
        for (ReportFile file : ReportFiles.all()) {
            // Not a temporary file of the JDK, which nobody but its owner could read.
            Path part = folder.resolve("." + file.name() + ".part");
            try {
                Files.write(part, file.render(report));
                Files.move(part, folder.resolve(file.name()), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                discard(part);
                throw wrong("The report cannot be written, " + FileTrouble.words(e) + ": " + folder.resolve(file.name())
                        + ".");
            }
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // Half a file that nobody asked for stays; what went wrong before is what has to be said.
        }
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
