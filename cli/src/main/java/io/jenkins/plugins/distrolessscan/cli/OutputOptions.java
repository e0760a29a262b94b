package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** Where a scan's result goes: a folder for all files, standard output for one format and nothing else. */
final class OutputOptions {
    static final String DEFAULT_FOLDER = "distroless-scan-report";

    private static final String NO_FOLDER = "-";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = DEFAULT_FOLDER,
            description = "folder for the report's files, created if needed (default: ${DEFAULT-VALUE});"
                    + " - writes no file, so that the only result is the format on standard output")
    private String output;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "what standard output holds: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private OutputFormat format;

    @Option(
            names = {"-s", "--severity"},
            split = ",",
            paramLabel = "SEVERITY",
            description = "only findings of these severities in the table, such as HIGH,CRITICAL (default: all);"
                    + " the files and the verdict are about all")
    private List<Severity> severities = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "for programs: no progress on standard error, and of the table only the lines KEY: VALUE")
    private boolean quiet;

    /** The folder, known to be writable; empty when no file is wanted. */
    Optional<OutputFolder> folder() throws ScanException {
        return output.equals(NO_FOLDER) ? Optional.empty() : Optional.of(OutputFolder.prepare(Path.of(output)));
    }

    /** Where the folder is; empty when no file is wanted. */
    Optional<Path> place() {
        return output.equals(NO_FOLDER) ? Optional.empty() : Optional.of(Path.of(output));
    }

    /** The text for standard output. */
    String text(ScanReport report, Ansi colours) {
        if (format != OutputFormat.TABLE) {
            return format.of(report);
        }
        String files = output.equals(NO_FOLDER) ? "not written (--output -)" : report().toString();
        String summary = new Summary(report, colours).lines(files);
        return quiet ? summary : new FindingTable(FindingRow.of(report), severities, colours).text() + summary;
    }

    /** The page to open first. */
    private Path report() {
        return Path.of(output).resolve("report.html");
    }

    /** One line for a person who waits. */
    void say(PrintWriter err, String text) {
        if (!quiet) {
            err.println(PlainText.line(text));
            err.flush();
        }
    }
}
