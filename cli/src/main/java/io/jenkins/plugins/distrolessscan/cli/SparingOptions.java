package io.jenkins.plugins.distrolessscan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.distrolessscan.engine.assess.Assumptions;
import io.jenkins.plugins.distrolessscan.engine.assess.EarlierScans;
import io.jenkins.plugins.distrolessscan.engine.collect.DurationText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import io.jenkins.plugins.distrolessscan.engine.target.Sparing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What nothing is attached to, because what is in it is assumed. */
final class SparingOptions {
    private static final String REPORT = "report.json";

    /** Larger than any report of a scan that fits into one. */
    private static final int MOST_BYTES = 256 << 20;

    @Option(
            names = "--per-image",
            paramLabel = "N",
            description = "of equal replicas of one workload scan N; the others are ASSUMED, which the report says"
                    + " (default: all are scanned)")
    private Integer perImage;

    @Option(
            names = "--unchanged-for",
            paramLabel = "TIME",
            description =
                    "attach nothing to a container that a scan of --previous looked at within this time, such as 7d,"
                            + " and that is the same still; it is ASSUMED from that scan")
    private String unchangedFor;

    @Option(
            names = "--previous",
            paramLabel = "DIR",
            description =
                    "the --output folder of an earlier scan for --unchanged-for; may be repeated, the newest first")
    private List<Path> previous = new ArrayList<>();

    /** What can be said before anything is read. */
    void check() throws ScanException {
        perImage();
        within();
        if ((unchangedFor == null) != previous.isEmpty()) {
            throw wrong(
                    "--unchanged-for TIME and --previous DIR go together: the time, and the scan to take over from.");
        }
    }

    /**
     * What may be taken over, read before anything is attached.
     *
     * @param now the scans began no later
     */
    Assumptions assumptions(String server, String namespace, String image, Instant now) throws ScanException {
        if (previous.isEmpty()) {
            return new Assumptions(perImage(), EarlierScans.NONE);
        }
        List<ScanReport> reports = new ArrayList<>();
        for (Path folder : previous) {
            reports.add(report(folder));
        }
        return new Assumptions(
                perImage(),
                EarlierScans.of(
                        reports,
                        new EarlierScans.Conditions(
                                server, namespace, image, JarVersion.text(), now.minus(within()), now)));
    }

    private int perImage() throws ScanException {
        return perImage == null ? 0 : Sparing.perImage(perImage);
    }

    private Duration within() throws ScanException {
        return unchangedFor == null
                ? Duration.ZERO
                : DurationText.span(unchangedFor)
                        .orElseThrow(() -> wrong("--unchanged-for is a number with m, h or d, such as 12h or 7d."));
    }

    private static ScanReport report(Path folder) throws ScanException {
        Path file = folder.resolve(REPORT);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            return Json.reader(ScanReport.class).readValue(bytes);
        } catch (JsonProcessingException e) {
            throw wrong("The file of --previous is no report of this version: " + file
                    + ". Give the --output folder of an earlier scan. Nothing was scanned.");
        } catch (IOException e) {
            throw wrong("The scan of --previous cannot be read, " + FileTrouble.words(e) + ": " + file
                    + ". Give the --output folder of an earlier scan. Nothing was scanned.");
        }
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
