package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person has to know of waivers: the same in log and on the command line. */
public final class WaiverWords {
    private WaiverWords() {}

    /** A line for each that is expired, ends soon or is about nothing; those that simply apply are counted in one line. */
    public static List<String> lines(List<WaiverUse> waivers) {
        long applied = waivers.stream()
                .filter(waiver -> waiver.state() == WaiverUse.State.APPLIED)
                .count();
        List<String> lines = new ArrayList<>();
        if (applied > 0) {
            lines.add(Words.count(applied, "waiver") + " applied, to "
                    + Words.count(
                            waivers.stream()
                                    .filter(waiver -> waiver.state() == WaiverUse.State.APPLIED)
                                    .flatMap(waiver -> waiver.findings().stream())
                                    .distinct()
                                    .count(),
                            "finding")
                    + ".");
        }
        waivers.stream().flatMap(waiver -> warning(waiver).stream()).forEach(lines::add);
        return lines;
    }

    private static Optional<String> warning(WaiverUse waiver) {
        String name = "The waiver of " + waiver.id() + (waiver.target().equals("*") ? "" : " in " + waiver.target());
        return switch (waiver.state()) {
            case APPLIED ->
                waiver.expiresSoon()
                        ? Optional.of(name + " ends on " + waiver.expires() + ": mend it or ask " + waiver.approver()
                                + " again.")
                        : Optional.empty();
            case EXPIRED ->
                Optional.of(name + " ended on " + waiver.expires() + " and does not apply; it is about "
                        + Words.count(waiver.count(), "finding") + ".");
            case UNUSED -> Optional.of(name + " is about nothing that was found: remove it.");
        };
    }
}
