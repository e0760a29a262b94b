package io.jenkins.plugins.distrolessscan.engine.control;

/** Shells, of which a distroless image has none. */
class NoShell implements Control {
    @Override
    public String id() {
        return "distroless-1.1";
    }

    @Override
    public String title() {
        return "There is no shell";
    }

    @Override
    public double impact() {
        return 0.5;
    }

    @Override
    public String description() {
        return "No executable file, and no link to one, has the name of a shell (sh, bash, dash, ash, zsh, ksh, csh, fish,"
                + " pwsh and their kin, busybox, toybox), in any folder within reach of the target's user. A shell under"
                + " another name is not found; mounted volumes are not looked into.";
    }

    @Override
    public String remedy() {
        return "Build on an image without a shell; take the tag without \"debug\" of a distroless image.";
    }

    @Override
    public Answer answer(ControlInput input) {
        return FileSearch.none(input.tree(), "shell", Programs.shells(input.tree()));
    }
}
