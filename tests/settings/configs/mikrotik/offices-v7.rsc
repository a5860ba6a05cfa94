# 2024-03-11 10:21:07 by RouterOS 7.14
# software id = ABCD-EFGH
#
# model = RB5009UG+S+
/interface bridge
add name=bridge-lan
/ip ipsec policy group
add name=clients
/ip ipsec profile
set [ find default=yes ] dpd-interval=2m dpd-maximum-failures=5
add dh-group=modp2048 enc-algorithm=aes-128 name=ike1-site2
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 \
    lifetime=8h name=ike2-site3 prf-algorithm=sha512
/ip ipsec peer
add address=198.51.100.1/32 name=ike1-site2 profile=ike1-site2
add address=site3.example.com exchange-mode=ike2 local-address=192.0.2.1 \
    name=ike2-site3 profile=ike2-site3
add address=203.0.113.9/32 comment="old office" disabled=yes \
    exchange-mode=aggressive name=old
/ip ipsec proposal
set [ find default=yes ] auth-algorithms=sha256
add enc-algorithms=aes-128-cbc name=ike1-site2 pfs-group=modp2048
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc lifetime=1h \
    name=ike2-site3 pfs-group=none
/ip address
add address=10.1.202.1/24 interface=bridge-lan network=10.1.202.0
add address=192.0.2.1/24 interface=ether1 network=192.0.2.0
/ip firewall nat
add action=accept chain=srcnat dst-address=10.1.101.0/24 src-address=\
    10.1.202.0/24
/ip ipsec identity
add peer=ike1-site2 secret=thisisnotasecurepsk
add auth-method=digital-signature certificate=site1.crt my-id=\
    fqdn:site1.example.com peer=ike2-site3 remote-id=fqdn:site3.example.com
add my-id=user-fqdn:office@example.com peer=old secret="two words \"quoted\" an\
    d wrapped\_here"
/ip ipsec policy
add dst-address=10.1.101.0/24 peer=ike1-site2 proposal=ike1-site2 \
    src-address=10.1.202.0/24 tunnel=yes
add dst-address=10.3.0.0/16 peer=ike2-site3 proposal=ike2-site3 src-address=\
    10.1.202.0/24 tunnel=yes
add disabled=yes dst-address=10.4.0.0/16 peer=ike2-site3 src-address=\
    10.1.202.0/24 tunnel=yes
add dst-address=10.5.0.0/16 peer=ike2-site3 protocol=tcp dst-port=443 \
    src-address=10.1.202.0/24 tunnel=yes
add action=none dst-address=10.1.202.0/24 src-address=10.1.202.0/24
/system identity
set name=office1
