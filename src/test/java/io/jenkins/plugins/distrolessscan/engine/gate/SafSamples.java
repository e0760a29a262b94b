package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.report.HdfReport;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Made-up results of controls over several targets, and threshold files for them. The same number gives the same sample.
 * {@link #main} writes them for {@code record-saf.mjs}, which asks MITRE's own programs what they make of them.
 */
final class SafSamples {
    static final int COUNT = 240;

    private static final double[] IMPACTS = {0.1, 0.3, 0.5, 0.7, 0.9, 1.0};
    private static final String[] STATUSES = {"passed", "failed", "skipped", "no_impact", "error"};
    private static final String[] OF = {"total", "critical", "high", "medium", "low"};

    private SafSamples() {}

    static List<ControlResult> controls(int sample) {
        Random random = new Random(sample);
        int controls = random.nextInt(13);
        int targets = 1 + random.nextInt(4);
        int kindness = random.nextInt(10);
        List<ControlResult> results = new ArrayList<>();
        for (int target = 0; target < targets; target++) {
            Random same = new Random(sample * 31L);
            for (int control = 0; control < controls; control++) {
                double impact = IMPACTS[same.nextInt(IMPACTS.length)];
                results.add(new ControlResult(
                        "control-" + control,
                        "Title " + control,
                        impact,
                        Severity.ofImpact(impact),
                        status(random, kindness),
                        "Seen.",
                        "shop/pod-" + target + "/app",
                        List.of()));
            }
        }
        return results;
    }

    private static Status status(Random random, int kindness) {
        return random.nextInt(10) < kindness ? Status.PASSED : Status.values()[random.nextInt(Status.values().length)];
    }

    static byte[] hdf(int sample) {
        return new HdfReport().render(Reports.with(Reports.sound(), controls(sample)));
    }

    /** A threshold file of one to four lines, about as often met as missed. */
    static String thresholds(int sample) {
        Random random = new Random(1_000_000 + sample);
        List<String> lines = new ArrayList<>();
        for (int line = 0; line <= random.nextInt(4); line++) {
            lines.add(
                    switch (random.nextInt(4)) {
                        case 0 -> "compliance: {min: " + (1 + random.nextInt(60)) + "}";
                        case 1 -> "compliance: {max: " + (40 + random.nextInt(61)) + "}";
                        case 2 -> STATUSES[random.nextInt(STATUSES.length)] + ": {total: " + random.nextInt(4) + "}";
                        default -> counted(random);
                    });
        }
        return String.join(
                        "\n",
                        lines.stream()
                                .collect(Collectors.toMap(
                                        line -> line.substring(0, line.indexOf(':')),
                                        line -> line,
                                        (first, second) -> first,
                                        TreeMap::new))
                                .values())
                + "\n";
    }

    private static String counted(Random random) {
        // SAF takes no minimum or maximum of no_impact.total.
        String status = STATUSES[random.nextInt(STATUSES.length)];
        String of = OF[random.nextInt(OF.length)];
        String of2 = status.equals("no_impact") && of.equals("total") ? "low" : of;
        String bound = random.nextBoolean() ? "max: " + (1 + random.nextInt(6)) : "min: " + random.nextInt(3);
        String ids = of2.equals("total") ? bound : "controls: [control-" + random.nextInt(4) + "]";
        return status + ": {" + of2 + ": {" + (random.nextInt(5) == 0 ? ids : bound) + "}}";
    }

    /** @param args the folder to write the samples to */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (int sample = 0; sample < COUNT; sample++) {
            Files.write(folder.resolve(sample + ".hdf.json"), hdf(sample));
            Files.writeString(folder.resolve(sample + ".thresholds.yaml"), thresholds(sample));
        }
    }
}
