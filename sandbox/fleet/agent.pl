# The first process of a node: runs the scripts that it is sent over its socket, each in a process of its own, and
# collects what they leave behind. Perl, because every Debian has it. Arguments: the socket's path, a secret.
#
# A request is "SECRET SECONDS MOST_BYTES LENGTH\n" and the script; the answer "EXIT LENGTH CUT\n" and the output of both
# streams. EXIT is -1 for a script that was killed when its time was over.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;
use POSIX qw(:sys_wait_h setsid);
use Time::HiRes qw(time);

my ($path, $secret) = @ARGV;
# So that a list of processes shows neither this text nor the secret.
$0 = 'agent';
my $server = IO::Socket::UNIX->new(Local => $path, Listen => 64) or die "no socket: $!";
$SIG{PIPE} = 'IGNORE';
# Whoever ends without anybody waiting is collected here: everything is a child of the first process in the end.
$SIG{CHLD} = sub { 1 while waitpid(-1, WNOHANG) > 0 };

while (1) {
    my $client = $server->accept or next;
    my $pid = fork // next;
    if (!$pid) { serve($client); POSIX::_exit(0) }
    close $client;
}

sub serve {
    my ($client) = @_;
    $SIG{CHLD} = 'DEFAULT';
    my ($given, $seconds, $most, $length) = split ' ', scalar <$client>;
    return unless defined $length && $given eq $secret;
    read($client, my $script, $length) == $length or return;
    pipe(my $from, my $to) or return;
    my $pid = fork // return;
    if (!$pid) { become($script, $from, $to, $client) }
    close $to;
    my ($code, $output, $cut) = follow($pid, $from, time + $seconds, $most);
    print $client "$code ", length $output, " $cut\n", $output;
    close $client;
}

sub become {
    my ($script, $from, $to, $client) = @_;
    setsid();
    open STDIN, '<', '/dev/null';
    open STDOUT, '>&', $to;
    open STDERR, '>&', $to;
    close $_ for $from, $to, $client, $server;
    chdir '/node';
    { exec '/bin/bash', '-c', $script }
    POSIX::_exit(127);
}

# Until the script ends, not until nobody holds its output any more: a server that it started may do so for ever.
sub follow {
    my ($pid, $from, $end, $most) = @_;
    my ($select, $output, $cut, $code) = (IO::Select->new($from), '', 0, undef);
    while (1) {
        my $ready = $select->can_read(defined $code ? 0 : 0.02);
        if ($ready) {
            my $got = sysread $from, my $part, 65536;
            if (!$got) { $select->remove($from) }
            else {
                my $room = $most - length $output;
                $output .= substr $part, 0, $room if $room > 0;
                $cut += $got - ($room > $got ? $got : $room > 0 ? $room : 0);
                next unless time > $end;
            }
        }
        last if defined $code;
        select undef, undef, undef, 0.02 unless $select->count;
        if (waitpid($pid, WNOHANG) == $pid) { $code = $? & 127 ? 128 + ($? & 127) : $? >> 8 }
        elsif (time > $end) { kill 'KILL', -$pid; waitpid $pid, 0; $code = -1 }
    }
    return ($code, $output, $cut);
}
