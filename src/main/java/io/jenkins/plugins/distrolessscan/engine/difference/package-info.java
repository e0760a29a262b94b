/** One build and another: by what a finding is known again, and two small indexes to what is new, fixed and changed. */
package io.jenkins.plugins.distrolessscan.engine.difference;
