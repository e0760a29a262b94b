package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import java.util.List;
import java.util.Optional;

/**
 * The built-in controls: the six of the container-baseline profile in a form that needs no program inside the
 * container, and our own. They are listed in docs/controls.md.
 */
public final class Controls {
    private static final List<Control> ALL = List.of(
            new AccountFiles(),
            new OsReleaseFile(),
            new NoRootProcess(),
            new NoServerProcess(),
            new NotRoot(),
            new NoAdminCapability(),
            new WorldWritable(),
            new PrivilegedFiles(),
            new NoShell(),
            new NoPackageManager(),
            new SystemCallFilter(),
            new NoNewPrivileges(),
            new ChangedFiles(),
            new ReplacedCode(),
            new CodeInFiles(),
            new PackagedFiles(),
            new SupportedRelease(ReleaseDates.builtIn()));

    private Controls() {}

    /** All of them, in the order of a report. */
    public static List<Control> all() {
        return ALL;
    }

    /** The control of that ID. */
    public static Optional<Control> of(String id) {
        return ALL.stream().filter(control -> control.id().equals(id)).findFirst();
    }

    /** What each of them says of a target. */
    public static List<ControlResult> evaluate(ControlInput input) {
        return ALL.stream().map(control -> control.evaluate(input)).toList();
    }

    /** The same, with the ends of releases that an administrator gives. */
    public static List<ControlResult> evaluate(ControlInput input, ReleaseDates dates) {
        return ALL.stream()
                .map(control -> control.id().equals(SupportedRelease.ID) ? new SupportedRelease(dates) : control)
                .map(control -> control.evaluate(input))
                .toList();
    }
}
