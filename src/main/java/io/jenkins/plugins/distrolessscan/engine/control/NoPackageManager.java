package io.jenkins.plugins.distrolessscan.engine.control;

/** Package managers, of which a distroless image has none. */
final class NoPackageManager implements Control {
    @Override
    public String id() {
        return "distroless-1.2";
    }

    @Override
    public String title() {
        return "There is no package manager";
    }

    @Override
    public double impact() {
        return 0.5;
    }

    @Override
    public String description() {
        return "No executable file, and no link to one, has the name of a system's package manager (apt, dpkg, apk, yum,"
                + " dnf, rpm, zypper, pacman and their kin), in any folder within reach of the target's user. Package"
                + " managers of languages do not count, nor do those that are parts of busybox or toybox; mounted volumes are"
                + " not looked into.";
    }

    @Override
    public String remedy() {
        return "Build in one image and copy the application into one without a package manager.";
    }

    @Override
    public Answer answer(ControlInput input) {
        return FileSearch.none(input.tree(), "package manager", Programs.packageManagers(input.tree()));
    }
}
