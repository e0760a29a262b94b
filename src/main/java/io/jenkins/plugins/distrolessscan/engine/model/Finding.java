package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * Something to act on.
 *
 * @param id stable over builds for the same thing in the same workload: hexadecimal fingerprint
 * @param rule the control or rule that found it
 * @param severity how bad
 * @param title short
 * @param text one or two sentences: what was seen and what to do
 * @param subject {@link Subject#id} of that in which it was seen
 * @param workload {@link Workload#key} of the targets that it is about: those of the subject that belong to it
 * @param location path below the target's root, or empty
 */
public record Finding(
        String id,
        String rule,
        Severity severity,
        String title,
        String text,
        String subject,
        String workload,
        String location) {}
