package io.jenkins.plugins.distrolessscan.engine.model;

/**
 * Something to act on.
 *
 * @param id stable over builds for the same thing in the same workload: hexadecimal fingerprint
 * @param rule the control or rule that found it
 * @param severity how bad
 * @param title short
 * @param text one or two sentences: what was seen and what to do
 * @param target {@link Target#key()}
 * @param location path below the target's root, or empty
 */
public record Finding(
        String id, String rule, Severity severity, String title, String text, String target, String location) {}
