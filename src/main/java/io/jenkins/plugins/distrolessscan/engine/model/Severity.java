package io.jenkins.plugins.distrolessscan.engine.model;

/** How bad a failed control or a finding is. Unknown is a severity of its own and never counts as low. */
public enum Severity {
    NONE,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL,
    UNKNOWN;

    /**
     * InSpec's mapping of an impact to a severity.
     *
     * @param impact 0 to 1
     */
    public static Severity ofImpact(double impact) {
        if (impact < 0.01) {
            return NONE;
        }
        if (impact < 0.4) {
            return LOW;
        }
        if (impact < 0.7) {
            return MEDIUM;
        }
        return impact < 0.9 ? HIGH : CRITICAL;
    }
}
