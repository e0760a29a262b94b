package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.State;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The waivers of a scan on a day. */
public final class Waivers {
    private static final int SOON_DAYS = 14;

    private final List<Waiver> waivers;
    private final LocalDate today;

    /**
     * @param waivers all of them, from whatever source
     * @param today the day of the scan, UTC
     */
    public Waivers(List<Waiver> waivers, LocalDate today) {
        this.waivers = List.copyOf(waivers);
        this.today = today;
    }

    /** What each waiver does to these findings. */
    public List<WaiverUse> of(Collection<IndexedFinding> findings) {
        List<WaiverUse> uses = new ArrayList<>();
        Map<String, List<IndexedFinding>> byRule = findings.stream()
                .collect(Collectors.groupingBy(IndexedFinding::rule, HashMap::new, Collectors.toList()));
        for (Waiver waiver : waivers) {
            Collection<IndexedFinding> candidates =
                    waiver.id().contains("*") || !byRule.containsKey(waiver.id()) ? findings : byRule.get(waiver.id());
            List<String> about = candidates.stream()
                    .filter(waiver::about)
                    .map(IndexedFinding::identity)
                    .toList();
            uses.add(use(waiver, about));
        }
        return uses;
    }

    private WaiverUse use(Waiver waiver, List<String> about) {
        State state = waiver.expired(today) ? State.EXPIRED : about.isEmpty() ? State.UNUSED : State.APPLIED;
        return new WaiverUse(
                waiver.id(),
                waiver.target(),
                waiver.reason(),
                waiver.approver(),
                waiver.expires().toString(),
                waiver.origin(),
                state,
                state != State.EXPIRED && !today.plusDays(SOON_DAYS).isBefore(waiver.expires()),
                about,
                about.size());
    }

    /**
     * Identities of the findings that are waived.
     *
     * @param onlyAdministrator only by an administrator's waivers, as floors ask for
     */
    public Set<String> waived(Collection<IndexedFinding> findings, boolean onlyAdministrator) {
        List<Waiver> applying = waivers.stream()
                .filter(waiver -> !waiver.expired(today))
                .filter(waiver -> !onlyAdministrator || waiver.origin() == Origin.ADMINISTRATOR)
                .toList();
        Set<String> waived = new HashSet<>();
        if (!applying.isEmpty()) {
            findings.stream()
                    .filter(finding -> applying.stream().anyMatch(waiver -> waiver.about(finding)))
                    .map(IndexedFinding::identity)
                    .forEach(waived::add);
        }
        return waived;
    }
}
