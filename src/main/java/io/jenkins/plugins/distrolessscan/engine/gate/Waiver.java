package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import java.time.LocalDate;

/**
 * A finding that somebody accepts until a day.
 *
 * @param id control or vulnerability, or a pattern with {@code *}
 * @param target pattern of a workload, {@code *} for everywhere
 * @param reason why
 * @param approver who
 * @param expires the last day on which it applies, UTC
 * @param origin whose it is
 */
public record Waiver(String id, String target, String reason, String approver, LocalDate expires, Origin origin) {
    boolean about(IndexedFinding finding) {
        return matches(id, finding.rule()) && matches(target, finding.workload());
    }

    boolean expired(LocalDate today) {
        return today.isAfter(expires);
    }

    /** Only the star means something. Goes back to the last star alone, so that no pattern takes long. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && same(pattern.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean same(char one, char other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }
}
