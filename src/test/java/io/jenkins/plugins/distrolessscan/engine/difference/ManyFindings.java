package io.jenkins.plugins.distrolessscan.engine.difference;

import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;

/** Indexes of builds of which each has ten findings that the one before had not, and lacks ten of it. */
public final class ManyFindings {
    private ManyFindings() {}

    /**
     * The index of a build.
     *
     * @param build its number
     * @param findings how many vulnerabilities it has, each of a package of its own
     */
    public static ReportIndex index(int build, int findings) {
        Indexes index = new Indexes();
        for (int i = 0; i < findings; i++) {
            int number = build * 10 + i;
            index.pack("deb", "package-" + number, "1.2.3-" + number)
                    .vulnerability(
                            "CVE-2026-" + number,
                            "deb/package-" + number,
                            Severity.values()[number % 5],
                            LoadedState.values()[number % 4],
                            number % 2 == 0 ? "1.2.4" : "");
        }
        return index.index();
    }
}
